/** How likely it is that something goes wrong, each time it could; 0 to 1. */
export interface FaultRates {
  /** At a failpoint around a mutating call of the platform. */
  aroundCalls: number
  /** At any other failpoint. */
  elsewhere: number
  /** Of a wake-up, to make whoever handles it throw, every time. */
  poison: number
  /** Of a handled wake-up, to be delivered once more. */
  twice: number
  /** Of an exchange with the platform, to go wrong in one of the ways there are. */
  exchange: number
  /** Of what is scheduled, to have something happen around its due time that concerns everybody. */
  aroundDue: number
}

export const PEACE: FaultRates = {
  aroundCalls: 0,
  elsewhere: 0,
  poison: 0,
  twice: 0,
  exchange: 0,
  aroundDue: 0,
}

/** So that most deployments meet some trouble on their way, and few meet none at all. */
export const TROUBLE: FaultRates = {
  aroundCalls: 0.06,
  elsewhere: 0.004,
  poison: 0.004,
  twice: 0.03,
  exchange: 0.06,
  aroundDue: 0.25,
}

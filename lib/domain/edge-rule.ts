/** What becomes of a dependent whose dependency has not succeeded in time. */
export const LATE_ACTIONS = ['wait', 'skip', 'fail'] as const
export type LateAction = (typeof LATE_ACTIONS)[number]

/** What one deployment asks of another that it depends on, besides its success. */
export interface EdgeRule {
  /**
   * The dependent follows: it becomes due this many minutes after the other has succeeded, and not before
   * its own due time, which is the earliest possible one. Null: its own due time alone counts.
   */
  delayMinutes: number | null
  /**
   * What to do with the dependent when the other has not succeeded `lateAfterMinutes` after the
   * dependent's due time. `wait` goes on until the start deadline. `fail` ends it as missed: it had no run
   * that could have failed, and what is missed is on the catch-up screen until somebody looks after it.
   */
  whenLate: LateAction
  lateAfterMinutes: number
}

/** Due times are kept apart by the lead time, and a late dependency is waited for until the start deadline. */
export const PLAIN_EDGE: EdgeRule = { delayMinutes: null, whenLate: 'wait', lateAfterMinutes: 0 }

/**
 * How long before its dependent a dependency is due: what follows it can be due no sooner than that long
 * after, even if it took no time at all.
 */
export function edgeLeadMinutes({ delayMinutes }: EdgeRule, leadMinutes: number): number {
  return delayMinutes ?? leadMinutes
}

/** Two rules for the same two deployments as one that keeps both: the longer delay, and what happens sooner. */
export function strictestRule(one: EdgeRule, other: EdgeRule): EdgeRule {
  const delays = [one, other].map(({ delayMinutes }) => delayMinutes).filter((delay) => delay !== null)
  const { whenLate, lateAfterMinutes } = isStricter(other, one) ? other : one
  return { delayMinutes: delays.length === 0 ? null : Math.max(...delays), whenLate, lateAfterMinutes }
}

function isStricter(one: EdgeRule, other: EdgeRule): boolean {
  if (one.whenLate === 'wait' || other.whenLate === 'wait') return one.whenLate !== 'wait'
  return one.lateAfterMinutes < other.lateAfterMinutes
}

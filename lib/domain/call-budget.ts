/**
 * How many calls of one kind may go out: a token bucket whose rate follows what the platform bears. It is
 * halved when the platform throttles and grows back a little at a time, as TCP does it (additive increase,
 * multiplicative decrease), so that several who share an account without knowing of each other get along.
 * Instants are milliseconds of one monotonic clock.
 */
export interface CallBudget {
  /** The part of the limit that is used: 1 as long as nobody asks to slow down. */
  share: number
  /** How many calls could go out at once; less than 1: the next one waits. */
  tokens: number
  /** When `share` and `tokens` were right. */
  at: number
  /** When the platform last asked to slow down and was heard; null: never. */
  cutAt: number | null
}

/** The most, which is what a budget begins with, and the least that it shrinks to. */
export interface CallLimit {
  perSecond: number
  /** Calls that may go out in one instant, after a pause. */
  burst: number
  leastPerSecond: number
}

/** Of the limit, back for each second without throttling: from nothing to all of it in 20 s. */
const GROWTH_PER_SECOND = 0.05
/** A cut takes a moment to show: until then throttled answers are to calls from before it. */
const SETTLING_MS = 1_000
/** Sums of fractions miss a whole token by less than this. */
const ROUNDING = 1e-6

export function freshBudget(limit: CallLimit, now: number): CallBudget {
  return { share: 1, tokens: limit.burst, at: now, cutAt: null }
}

/** The budget at a later instant, with the tokens and the growth that time has brought. */
export function atInstant(budget: CallBudget, limit: CallLimit, now: number): CallBudget {
  const elapsedMs = Math.max(0, now - budget.at)
  const quietFrom = budget.cutAt === null ? budget.at : Math.max(budget.at, budget.cutAt + SETTLING_MS)
  const quietMs = Math.max(0, now - quietFrom)
  const share = Math.min(1, budget.share + (GROWTH_PER_SECOND * quietMs) / 1_000)
  // By the old share, which is the lower one: what is certain is that the rate is not exceeded.
  const earned = (elapsedMs / 1_000) * budget.share * limit.perSecond
  const tokens = Math.min(budget.tokens + earned, roomFor(share, limit))
  return { ...budget, share, tokens, at: Math.max(now, budget.at) }
}

/** One call goes out, if it may. */
export function takeCall(
  budget: CallBudget,
  limit: CallLimit,
  now: number,
): { taken: boolean; budget: CallBudget } {
  const present = atInstant(budget, limit, now)
  if (present.tokens < 1 - ROUNDING) return { taken: false, budget: present }
  return { taken: true, budget: { ...present, tokens: present.tokens - 1 } }
}

/** How long until `calls` more could have gone out, one after the other, if nothing changes meanwhile. */
export function waitMs(budget: CallBudget, limit: CallLimit, calls = 1): number {
  const missing = Math.max(0, calls - ROUNDING - budget.tokens)
  return (missing / (budget.share * limit.perSecond)) * 1_000
}

/** The platform asked to slow down: half as many calls from now on, and none out of what was saved up. */
export function slowedDown(budget: CallBudget, limit: CallLimit, now: number): CallBudget {
  const present = atInstant(budget, limit, now)
  if (present.cutAt !== null && now - present.cutAt < SETTLING_MS) return present
  const least = Math.min(1, limit.leastPerSecond / limit.perSecond)
  return { share: Math.max(least, present.share / 2), tokens: 0, at: present.at, cutAt: present.at }
}

/** What is left of a limit when `parts` keep to it independently of each other. */
export function dividedLimit(limit: CallLimit, parts: number): CallLimit {
  const { perSecond, burst, leastPerSecond } = limit
  return {
    perSecond: perSecond / parts,
    burst: Math.max(1, burst / parts),
    leastPerSecond: leastPerSecond / parts,
  }
}

/** A platform that throttles does not bear bursts either. */
function roomFor(share: number, { burst }: CallLimit): number {
  return Math.max(1, burst * share)
}

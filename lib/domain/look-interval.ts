const EAGER_MS = [1_000, 2_000, 3_000]
const FIRST_MINUTE_LOOKS = 13
const SOON_MS = 5_000
const LATER_MS = 15_000

/** How much rarer looks become while there are more of them than the account's budget of calls has room for. */
const MOST_STRETCH = 4

/**
 * How long to wait before the next look at a rollout: every 5 s in its first minute, then every 15 s,
 * spread by `spread` (0 to 1) so that many rollouts do not look at the same instant. The more often the
 * last look was postponed for lack of room, the longer, up to four times.
 */
export function lookIntervalMs(looks: number, spread: number, postponed = 0): number {
  const usual = EAGER_MS[looks] ?? (looks < FIRST_MINUTE_LOOKS ? SOON_MS : LATER_MS) * (1 + spread / 5)
  return usual * Math.min(1 + postponed, MOST_STRETCH)
}

/** How long to wait after the `count`th failure in a row: 1 s, doubled up to half a minute. */
export function retryIntervalMs(count: number): number {
  return Math.min(1_000 * 2 ** Math.max(0, count - 1), 30_000)
}

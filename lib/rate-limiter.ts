export interface RateLimiter {
  /** Milliseconds until the caller may come again; 0: may now, and this was counted. */
  take(caller: string, nowMs: number): number
}

/** Callers beyond which those are forgotten that have not been seen for as long as filling up takes. */
const MANY_CALLERS = 10_000

/**
 * Lets every caller make `burst` requests at once and `perSecond` in the long run (a token bucket). Counts
 * within the process: with several web processes a caller gets as many times the limit, which is the
 * price of not writing to the database on every request.
 */
export function rateLimiter({ burst, perSecond }: { burst: number; perSecond: number }): RateLimiter {
  const buckets = new Map<string, { left: number; atMs: number }>()
  const refilled = (bucket: { left: number; atMs: number }, nowMs: number) =>
    Math.min(burst, bucket.left + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond)
  return {
    take(caller, nowMs) {
      if (buckets.size > MANY_CALLERS) {
        for (const [name, bucket] of buckets) if (refilled(bucket, nowMs) >= burst) buckets.delete(name)
      }
      const bucket = buckets.get(caller)
      const left = bucket === undefined ? burst : refilled(bucket, nowMs)
      if (left < 1) {
        buckets.set(caller, { left, atMs: nowMs })
        return Math.ceil(((1 - left) / perSecond) * 1000)
      }
      buckets.set(caller, { left: left - 1, atMs: nowMs })
      return 0
    },
  }
}

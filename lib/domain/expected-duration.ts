/** Fewer finished runs than this say too little of a target. */
export const ENOUGH_RUNS = 5

/** What a deployment is expected to take while its target has too few finished runs: ten minutes. */
export const ASSUMED_DURATION_MS = 10 * 60_000

/** How long the runs of a target took that succeeded last: nine of ten took at most `p90Ms`. */
export interface MeasuredDuration {
  runs: number
  /** Null while there is none. */
  p90Ms: number | null
}

export interface ExpectedDuration {
  ms: number
  /** False: assumed, for want of runs. */
  isMeasured: boolean
}

/** How long a deployment to a target will take, with nine chances of ten. */
export function expectedDuration(measured: MeasuredDuration | undefined): ExpectedDuration {
  if (measured === undefined || measured.p90Ms === null || measured.runs < ENOUGH_RUNS) {
    return { ms: ASSUMED_DURATION_MS, isMeasured: false }
  }
  return { ms: measured.p90Ms, isMeasured: true }
}

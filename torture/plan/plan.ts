import { createHash } from 'node:crypto'
import type { TortureOptions } from '@/torture/options'
import { openDice } from './dice'
import { type Disturbance, planDisturbances } from './disturbances'
import { type PlannedWork, planWork } from './work'

export interface PlannedWorker {
  /** By which this worker's wall clock is wrong. */
  clockOffsetMs: number
}

/** All that chance decides about a run. The operating system's timing is not part of it. */
export interface TorturePlan {
  durationMs: number
  work: PlannedWork
  workers: PlannedWorker[]
  disturbances: Disturbance[]
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const CLOCK_OFFSETS_MS = [0, 5 * MINUTE_MS, -HOUR_MS, 25 * HOUR_MS, -5 * MINUTE_MS, HOUR_MS, 0]

/** The same options give the same plan. Each part has dice of its own: none changes with another's length. */
export function makePlan(options: TortureOptions): TorturePlan {
  const { seed, deployments, kills, web } = options
  const durationMs = Math.round(options.minutes * MINUTE_MS)
  const first = openDice(seed * 3).whole(0, CLOCK_OFFSETS_MS.length - 1)
  return {
    durationMs,
    work: planWork(openDice(seed * 3 + 1), { deployments, durationMs, seed }),
    workers: Array.from({ length: options.workers }, (_, index) => ({
      clockOffsetMs: CLOCK_OFFSETS_MS[(first + index) % CLOCK_OFFSETS_MS.length] ?? 0,
    })),
    disturbances: planDisturbances(openDice(seed * 3 + 2), {
      durationMs,
      kills,
      workers: options.workers,
      web,
    }),
  }
}

/** By which two runs can be told to have had the same plan. */
export function hashOfPlan(plan: TorturePlan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 12)
}

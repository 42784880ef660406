import { type WallMs, wallOfLocal } from '@/lib/domain/local-minute'
import { type LocalTimes, localTimesOf } from '@/lib/domain/local-times'
import { occurrencesAfter, type PlannedOccurrence, type ZoneRules } from '@/lib/domain/occurrences'
import type { Recurrence, RecurrenceRefusal } from '@/lib/domain/recurrence'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** When a schedule makes deployments. */
export interface ScheduleTiming extends ZoneRules {
  recurrence: Recurrence
  /** The last local day on which it does, `YYYY-MM-DD`; null: no end but the recurrence's own. */
  endsOn: string | null
  /** Up to as many minutes later, another number each time, so that not everything starts at once. */
  jitterMinutes: number
}

export type TimingRefusal =
  | RecurrenceRefusal
  | { kind: 'never_happens' }
  | { kind: 'too_often'; minutes: number }

/** A rollout takes minutes: what comes more often than this would only queue up. */
const LEAST_MINUTES = 5
const LOOKED_AT = 100
const MINUTE_MS = 60_000

/** The occurrences of a schedule after an instant, in order. Refuses what can't be expanded. */
export function scheduleTimes(
  timing: ScheduleTiming,
): Result<(after: Date) => Generator<PlannedOccurrence, undefined>, RecurrenceRefusal> {
  const times = localTimesOf(timing.recurrence, timing.timezone)
  if (!times.ok) return times
  const ending = untilEnd(times.value, timing.endsOn)
  return accept((after: Date) => occurrencesAfter(ending, timing, after))
}

/** Refuses what never happens any more, and what happens so often that one would run into the next. */
export function checkTiming(timing: ScheduleTiming, now: Date): Result<null, TimingRefusal> {
  const times = localTimesOf(timing.recurrence, timing.timezone)
  if (!times.ok) return times
  try {
    return checkTimes(untilEnd(times.value, timing.endsOn), timing, now)
  } catch (error) {
    // The library stops looking for what does not come.
    if (error instanceof RangeError || !(error instanceof Error)) throw error
    return refuse({ kind: 'never_happens' })
  }
}

function checkTimes(times: LocalTimes, timing: ScheduleTiming, now: Date): Result<null, TimingRefusal> {
  const minutes = Math.max(LEAST_MINUTES, timing.jitterMinutes + 1)
  let before: WallMs | null = null
  let wall = times.after(now.getTime())
  for (let looked = 0; wall !== null && looked < LOOKED_AT; looked += 1) {
    if (before !== null && wall - before < minutes * MINUTE_MS) return refuse({ kind: 'too_often', minutes })
    before = wall
    wall = times.after(wall)
  }
  const isOver = occurrencesAfter(times, timing, now).next().done
  return isOver ? refuse({ kind: 'never_happens' }) : accept(null)
}

function untilEnd(times: LocalTimes, endsOn: string | null): LocalTimes {
  const end = endsOn === null ? null : wallOfLocal(`${endsOn}T23:59`)
  if (end === null) return times
  return {
    after(wall) {
      const next = times.after(wall)
      return next === null || next > end ? null : next
    },
  }
}

/** Minutes by which an occurrence is put off: always the same for the same one, and spread over all of them. */
export function jitterOf(seed: string, occurrence: { dueAt: Date }, jitterMinutes: number): number {
  let hash = 0x811c9dc5
  for (const letter of `${seed} ${occurrence.dueAt.toISOString()}`) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  }
  // The low bits of such a hash are the least mixed.
  return Math.floor((((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32) * (jitterMinutes + 1))
}

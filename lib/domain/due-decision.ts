import { assertNever } from '@/lib/domain/assert-never'
import {
  type DueTimeRefusal,
  isKnownTimezone,
  localTimeAt,
  type Overlap,
  type ResolvedDueTime,
  resolveDueTime,
} from '@/lib/domain/due-time'
import { accept, type Result, refuse } from '@/lib/domain/result'

const MINUTE_MS = 60_000
const YEARS_AHEAD = 5

/** When something should happen: as a clock reading somewhere, or as an instant that is shown somewhere. */
export type DueInput =
  | { kind: 'local'; local: string; timezone: string; overlap: Overlap | null }
  | { kind: 'instant'; at: Date; timezone: string }

export type DueRefusal =
  | DueTimeRefusal
  | { kind: 'time_in_past'; dueAt: Date; now: Date }
  /** Beyond the time for which anybody can say what clocks will show, or a slip of the keyboard. */
  | { kind: 'time_too_far'; latest: Date }

/** The due time somebody asked for, if it exists, is ahead and within five years. Due now is past. */
export function decideDue(facts: { now: Date }, due: DueInput): Result<ResolvedDueTime, DueRefusal> {
  const resolved = resolve(due)
  if (!resolved.ok) return resolved
  const { now } = facts
  const { dueAt } = resolved.value
  if (dueAt.getTime() <= now.getTime()) return refuse({ kind: 'time_in_past', dueAt, now })
  const latest = latestDueAt(now)
  return dueAt.getTime() > latest.getTime() ? refuse({ kind: 'time_too_far', latest }) : resolved
}

/** The first whole minute at which something can be due whose dependencies need `leadMinutes` before it. */
export function earliestDueAt(now: Date, leadMinutes: number): Date {
  const bound = now.getTime() + leadMinutes * MINUTE_MS
  return new Date((Math.floor(bound / MINUTE_MS) + 1) * MINUTE_MS)
}

/** The first whole minute that is not before an instant. */
export function earliestMinute(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / MINUTE_MS) * MINUTE_MS)
}

/** An instant `minutes` after another. */
export function minutesAfter(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * MINUTE_MS)
}

function resolve(due: DueInput): Result<ResolvedDueTime, DueTimeRefusal> {
  switch (due.kind) {
    case 'local':
      return resolveDueTime(due)
    case 'instant': {
      const { at, timezone } = due
      if (!isKnownTimezone(timezone)) return refuse({ kind: 'unknown_timezone', timezone })
      return accept({ ...localTimeAt(at, timezone), timezone, dueAt: at })
    }
    default:
      return assertNever(due)
  }
}

/** In UTC: date-fns's `addYears` would depend on the zone of the process. */
function latestDueAt(now: Date): Date {
  const latest = new Date(now)
  latest.setUTCFullYear(latest.getUTCFullYear() + YEARS_AHEAD)
  return latest
}

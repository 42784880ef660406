import type { WhenValues } from '@/app/(dashboard)/schedule/when-values'
import { assertNever } from '@/lib/domain/assert-never'
import { type DueRefusal, decideDue } from '@/lib/domain/due-decision'
import { type ResolvedDueTime, resolveDueTime } from '@/lib/domain/due-time'
import { formatInZone } from '@/lib/domain/zone-format'

/** What the fields for "when" amount to, at `now`, by the rule that the server applies too. */
export interface WhenCheck {
  /** Null while something is missing or wrong. */
  due: ResolvedDueTime | null
  problem: DueRefusal | null
  /** The two instants that clocks show as this time; set whether or not one was chosen. */
  passes: { earlier: Date; later: Date } | null
}

const NOTHING: WhenCheck = { due: null, problem: null, passes: null }

/** Nothing but `null`s while date or time is still incomplete: that is not an error yet. */
export function checkWhen(values: WhenValues, now: Date): WhenCheck {
  const local = localOf(values)
  if (local === null) return NOTHING
  const { timezone, overlap } = values
  const undecided = resolveDueTime({ local, timezone, overlap: null })
  const passes =
    !undecided.ok && undecided.refusal.kind === 'time_ambiguous'
      ? { earlier: undecided.refusal.earlier, later: undecided.refusal.later }
      : null
  const decided = decideDue({ now }, { kind: 'local', local, timezone, overlap })
  return decided.ok
    ? { due: decided.value, problem: null, passes }
    : { due: null, problem: decided.refusal, passes }
}

/** `YYYY-MM-DDTHH:mm`, or null while incomplete. */
export function localOf({ date, time }: Pick<WhenValues, 'date' | 'time'>): string | null {
  const clock = /^(\d{2}:\d{2})(:\d{2})?$/.exec(time)?.[1]
  return date === null || clock === undefined ? null : `${date}T${clock}`
}

/** The sentence that stands under the field. */
export function whenProblemWords(problem: DueRefusal, style: { hour12?: boolean } = {}): string {
  switch (problem.kind) {
    case 'invalid_local_time':
      return 'This is not a time that a calendar knows.'
    case 'unknown_timezone':
      return 'Pick a time zone from the list.'
    case 'time_in_gap':
      return 'Clocks skip this time there: they go forward. Pick one of the nearest times that exist.'
    case 'time_ambiguous':
      return 'Clocks show this time twice there: they go back. Choose which one you mean.'
    case 'time_in_past':
      return 'This time has passed. Pick one that is still ahead.'
    case 'time_too_far':
      return `Nobody knows what clocks will show that far ahead. Pick a time before ${formatInZone(problem.latest, 'UTC', style)}.`
    default:
      return assertNever(problem)
  }
}

/** The field under which a problem stands. */
export function whenFieldOf({ kind }: DueRefusal): 'time' | 'overlap' {
  return kind === 'time_ambiguous' ? 'overlap' : 'time'
}

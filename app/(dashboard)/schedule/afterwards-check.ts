import type { AfterwardsValues } from '@/app/(dashboard)/schedule/afterwards-values'
import { type FieldProblem, missing, wrong } from '@/app/(dashboard)/schedule/field-problem'
import { minutesOf } from '@/app/(dashboard)/schedule/plan-of-values'
import {
  checkWhen,
  localOf,
  type WhenCheck,
  whenFieldOf,
  whenProblemWords,
} from '@/app/(dashboard)/schedule/when-check'
import { assertNever } from '@/lib/domain/assert-never'
import type { DueInput } from '@/lib/domain/due-decision'
import type { LocalDueTime } from '@/lib/domain/due-time'
import { durationWords } from '@/lib/domain/duration-words'
import { type Afterwards, decideAfterwards } from '@/lib/domain/revert-decision'
import { formatInZone } from '@/lib/domain/zone-format'

export interface AfterwardsCheck {
  /** Of the time to revert it at. */
  when: WhenCheck
  problems: FieldProblem[]
  /** What will happen then, in words; null: it stays, or the fields don't say it. */
  summary: string | null
}

export interface AfterwardsPlace {
  now: Date
  timezone: string
  /** When the deployment is due; null while that is not known. */
  dueAt: Date | null
  hour12: boolean
}

/** What the fields for "afterwards" amount to, by the rule that the server applies too. */
export function checkAfterwards(values: AfterwardsValues, place: AfterwardsPlace): AfterwardsCheck {
  const { now, timezone, dueAt, hour12 } = place
  const when = checkWhen({ ...values, timezone }, now)
  const fault = (path: string, message: string) => ({ when, problems: [wrong(path, message)], summary: null })
  switch (values.kind) {
    case 'keep':
      return { when, problems: [], summary: null }
    case 'revert_unless_confirmed': {
      const minutes = minutesOf(values.confirmMinutes, 1)
      if (minutes === null) return fault('confirmMinutes', 'Whole minutes, from 1 to a week.')
      const within = durationWords(minutes * 60_000)
      const summary = `Reverted ${within} after it has succeeded, unless somebody confirms it.`
      return { when, problems: [], summary }
    }
    case 'revert_at': {
      if (when.problem) {
        const path = whenFieldOf(when.problem) === 'overlap' ? 'revertOverlap' : 'revertAt'
        return fault(path, whenProblemWords(when.problem, { hour12 }))
      }
      const { due } = when
      if (due === null) return { when, problems: [missing('revertAt', 'Say when.')], summary: null }
      if (dueAt !== null && !decideAfterwards({ now, dueAt }, revertAt(due)).ok) {
        return fault('revertAt', 'Choose a time after it is deployed.')
      }
      return {
        when,
        problems: [],
        summary: `Reverted ${formatInZone(due.dueAt, timezone, { hour12 })}, if it succeeds.`,
      }
    }
    default:
      return assertNever(values.kind)
  }
}

/** `Afterwards` as a form can say it. */
export type AfterwardsOrder =
  | Exclude<Afterwards, { kind: 'revert_at' }>
  | { kind: 'revert_at'; due: Extract<DueInput, { kind: 'local' }> }

/** The fields as they are sent; null while something is missing. */
export function afterwardsOrderOf(values: AfterwardsValues, timezone: string): AfterwardsOrder | null {
  switch (values.kind) {
    case 'keep':
      return { kind: 'keep' }
    case 'revert_unless_confirmed': {
      const withinMinutes = minutesOf(values.confirmMinutes, 1)
      return withinMinutes === null ? null : { kind: 'revert_unless_confirmed', withinMinutes }
    }
    case 'revert_at': {
      const local = localOf(values)
      return local === null ? null : revertAt({ local, timezone, overlap: values.overlap })
    }
    default:
      return assertNever(values.kind)
  }
}

function revertAt({
  local,
  timezone,
  overlap,
}: LocalDueTime): Extract<AfterwardsOrder, { kind: 'revert_at' }> {
  return { kind: 'revert_at', due: { kind: 'local', local, timezone, overlap } }
}

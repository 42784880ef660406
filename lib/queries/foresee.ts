import { decideGap } from '@/lib/domain/occurrence-decision'
import type { PlannedOccurrence } from '@/lib/domain/occurrences'
import type { RecurrenceRefusal } from '@/lib/domain/recurrence'
import { accept, type Result } from '@/lib/domain/result'
import { type ScheduleTiming, scheduleTimes } from '@/lib/domain/schedule-times'
import type { ForeseenOccurrence } from './schedule-views'

/** The first occurrences after an instant, jitter left out: `count` that happen, and what clocks skip between. */
export function foresee(
  timing: ScheduleTiming,
  after: Date,
  count: number,
): Result<ForeseenOccurrence[], RecurrenceRefusal> {
  const times = scheduleTimes(timing)
  if (!times.ok) return times
  const found: ForeseenOccurrence[] = []
  let happening = 0
  for (const one of times.value(after)) {
    found.push(toForeseen(one, timing.timezone))
    if (one.kind === 'at') happening += 1
    if (happening === count) break
  }
  return accept(found)
}

function toForeseen(one: PlannedOccurrence, timezone: string): ForeseenOccurrence {
  const { local: localTime, dueAt } = one
  return one.kind === 'at'
    ? { dueAt, localTime, reason: null, isMoved: one.isMoved }
    : { dueAt, localTime, reason: decideGap(one, timezone).reason, isMoved: false }
}

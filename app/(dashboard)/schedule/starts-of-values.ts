import type { ScheduleOptions, ScheduleValues } from '@/app/(dashboard)/schedule/form-values'
import type { DueInput } from '@/lib/domain/due-decision'
import type { ResolvedDueTime } from '@/lib/domain/due-time'
import { decideFinishBy, type FinishPlan, type FinishRefusal } from '@/lib/domain/finish-by'
import type { PlannedNode } from '@/lib/domain/planned-node'
import { accept, type Result } from '@/lib/domain/result'

export interface Starts {
  due: DueInput
  root: PlannedNode
  /** Null: the time that was given is a start. */
  finish: FinishPlan | null
}

/** The time that was given is a start, or the end from which the starts are computed. */
export function startsOfValues(
  { isFinish }: ScheduleValues,
  { due, root }: { due: ResolvedDueTime; root: PlannedNode },
  { durations }: ScheduleOptions,
  now: Date,
): Result<Starts, FinishRefusal> {
  const { local, timezone, overlap, dueAt } = due
  if (!isFinish) return accept({ due: { kind: 'local', local, timezone, overlap }, root, finish: null })
  const facts = { now, durations: new Map(Object.entries(durations)) }
  const decided = decideFinishBy(facts, { finishBy: dueAt, root })
  if (!decided.ok) return decided
  const finish = decided.value
  return accept({ due: { kind: 'instant', at: finish.dueAt, timezone }, root: finish.root, finish })
}

import { type DueInput, type DueRefusal, decideDue } from '@/lib/domain/due-decision'
import { expectedDuration } from '@/lib/domain/expected-duration'
import { decideFinishBy, type FinishPlan, type FinishRefusal } from '@/lib/domain/finish-by'
import type { PlannedNode } from '@/lib/domain/planned-node'
import { accept, type Result } from '@/lib/domain/result'
import type { TeamDatabase } from '@/lib/postgres/database'
import { targetDurations } from '@/lib/postgres/target-durations'

/** When the last deployment of a plan is due, and the plan as it is to be scheduled. */
export interface StartTimes {
  due: DueInput
  root: PlannedNode
  /** Where the time that was given is the one by which all must be done. */
  finish: { by: Date; plan: FinishPlan } | null
}

/** The time that was given is a start, or the end from which the starts are computed by what runs took. */
export async function startTimes(
  database: TeamDatabase,
  { due, isFinish, root }: { due: DueInput; isFinish: boolean; root: PlannedNode },
  targetIds: Iterable<string>,
  now: Date,
): Promise<Result<StartTimes, DueRefusal | FinishRefusal>> {
  if (!isFinish) return accept({ due, root, finish: null })
  const finish = decideDue({ now }, due)
  if (!finish.ok) return finish
  const measured = await targetDurations(database, [...targetIds])
  const durations = new Map([...measured].map(([id, runs]) => [id, expectedDuration(runs)]))
  const { dueAt: by, timezone } = finish.value
  const decided = decideFinishBy({ now, durations }, { finishBy: by, root })
  if (!decided.ok) return decided
  const plan = decided.value
  return accept({
    ...{ root: plan.root, finish: { by, plan } },
    due: { kind: 'instant', at: plan.dueAt, timezone },
  })
}

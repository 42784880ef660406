import { isPending } from '@/lib/domain/deployment-status'
import { deleteOccurrencesAfter, skipOccurrence, unfinishedOccurrences } from '@/lib/postgres/occurrences'
import { changeSchedule, lockSchedule, type StoredSchedule } from '@/lib/postgres/schedules'
import { planSchedule } from './plan-schedule'
import type { UseCaseContext } from './use-case'
import { withdrawDeployment } from './withdraw-deployment'

/**
 * Takes back what a schedule laid down for instants that have not come: it is to be planned anew. What is
 * due already stays. Answers the schedule as it is then, settled up to now.
 */
export async function clearAhead(
  context: UseCaseContext,
  schedule: StoredSchedule,
  why: { reason: string; cause: 'paused' | 'person' },
): Promise<StoredSchedule> {
  const { database } = context
  const { id } = schedule
  const now = await database.now()
  // No worker was there: by the rules that held then it is decided what becomes of what passed meanwhile.
  if (schedule.nextAt !== null && schedule.nextAt <= now) await planSchedule(context, schedule)
  for (const { id: occurrenceId, dueAt, deployment } of await unfinishedOccurrences(database, id)) {
    if (deployment === null || deployment.dueAt <= now || !isPending(deployment.status)) continue
    const { reason } = why
    if (!(await withdrawDeployment(context, deployment.id, { to: 'cancelled', reason }))) continue
    // Only its jitter is left to wait for: its instant has come, and this is what became of it.
    if (dueAt <= now) await skipOccurrence(database, occurrenceId, why)
  }
  await deleteOccurrencesAfter(database, id, now)
  await changeSchedule(database, id, { settledUntil: now })
  const cleared = await lockSchedule(database, id)
  if (cleared === null) throw new Error(`Schedule ${id} is gone, though it was locked.`)
  return cleared
}

import { accept, type Result } from '@/lib/domain/result'
import { deleteSchedule as deleteRow, lockSchedule } from '@/lib/postgres/schedules'
import { clearAhead } from './clear-ahead'
import { type NotFound, notFound } from './resource-refusals'
import { type UseCaseContext, useCase } from './use-case'

/** Ends a schedule: what it had made ahead is cancelled, what it has deployed stays. */
export const deleteSchedule = useCase(
  'deploy',
  async (context: UseCaseContext, { id }: { id: string }): Promise<Result<{ id: string }, NotFound>> => {
    const { database, services, actor } = context
    const schedule = await lockSchedule(database, id)
    if (schedule === null) return notFound('schedule')
    const reason = `The schedule “${schedule.name}” was deleted by ${actor.label}.`
    // What passed while no worker was there is not made up for any more.
    await clearAhead(context, { ...schedule, nextAt: null }, { reason, cause: 'person' })
    if (schedule.wakeUpId !== null) await services.wakeUps.drop(database, [schedule.wakeUpId])
    await deleteRow(database, id)
    return accept({ id })
  },
)

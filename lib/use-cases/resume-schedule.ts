import { accept, type Result } from '@/lib/domain/result'
import { changeSchedule, lockSchedule } from '@/lib/postgres/schedules'
import { planSchedule } from './plan-schedule'
import { type NotFound, notFound } from './resource-refusals'
import { type UseCaseContext, useCase } from './use-case'

/** Goes on with the next occurrence; those that passed while it was paused stay left out. */
export const resumeSchedule = useCase(
  'deploy',
  async (context: UseCaseContext, { id }: { id: string }): Promise<Result<{ id: string }, NotFound>> => {
    const { database } = context
    const paused = await lockSchedule(database, id)
    if (paused === null) return notFound('schedule')
    if (paused.pausedAt === null) return accept({ id })
    // While it is paused still: what has passed by now is written as left out.
    await planSchedule(context, paused)
    await changeSchedule(database, id, { pausedAt: null, pausedBy: null, pauseNote: null })
    const resumed = await lockSchedule(database, id)
    if (resumed !== null) await planSchedule(context, resumed)
    return accept({ id })
  },
)

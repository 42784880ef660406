import { accept, type Result } from '@/lib/domain/result'
import { changeSchedule, lockSchedule } from '@/lib/postgres/schedules'
import { clearAhead } from './clear-ahead'
import { planSchedule } from './plan-schedule'
import { type NotFound, notFound } from './resource-refusals'
import { type UseCaseContext, useCase } from './use-case'

/** Until it is resumed, its occurrences are left out. Pausing again changes the note. */
export const pauseSchedule = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { id, note }: { id: string; note: string | null },
  ): Promise<Result<{ id: string }, NotFound>> => {
    const { database, actor } = context
    const schedule = await lockSchedule(database, id)
    if (schedule === null) return notFound('schedule')
    const pausedAt = schedule.pausedAt ?? (await database.now())
    await changeSchedule(database, id, { pausedAt, pausedBy: actor.label, pauseNote: note })
    if (schedule.pausedAt === null) {
      const reason = `The schedule “${schedule.name}” was paused by ${actor.label}${note === null ? '.' : `: ${note}`}`
      await planSchedule(context, await clearAhead(context, schedule, { reason, cause: 'paused' }))
    }
    return accept({ id })
  },
)

import { randomUUID } from 'node:crypto'
import { accept, type Result } from '@/lib/domain/result'
import { insertSchedule, lockSchedule } from '@/lib/postgres/schedules'
import { planSchedule } from './plan-schedule'
import { resolveSchedule, type ScheduleInputRefusal, type ScheduleSettingsInput } from './schedule-input'
import { type UseCaseContext, useCase } from './use-case'

/** Makes a schedule and the deployment of its first occurrence, which is ahead: never one that has passed. */
export const createSchedule = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    input: ScheduleSettingsInput,
  ): Promise<Result<{ id: string }, ScheduleInputRefusal>> => {
    const { database, actor } = context
    const now = await database.now()
    const settings = await resolveSchedule(database, input, now)
    if (!settings.ok) return settings
    const id = randomUUID()
    const maker = { createdAt: now, createdBy: actor.label, createdById: actor.userId }
    await insertSchedule(database, { ...settings.value, id, settledUntil: now, ...maker })
    const schedule = await lockSchedule(database, id)
    if (schedule === null) throw new Error(`Schedule ${id} was not stored.`)
    await planSchedule(context, schedule)
    return accept({ id })
  },
)

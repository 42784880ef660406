import { accept, type Result } from '@/lib/domain/result'
import { changeSchedule, lockSchedule } from '@/lib/postgres/schedules'
import { clearAhead } from './clear-ahead'
import { planSchedule } from './plan-schedule'
import { type NotFound, notFound } from './resource-refusals'
import { resolveSchedule, type ScheduleInputRefusal, type ScheduleSettingsInput } from './schedule-input'
import { type UseCaseContext, useCase } from './use-case'

/** What is left out stays as it is. */
export type UpdateScheduleInput = { id: string } & {
  [Setting in keyof ScheduleSettingsInput]?: ScheduleSettingsInput[Setting] | undefined
}

/** Changes a schedule from now on: what it had made ahead is cancelled and made anew. */
export const updateSchedule = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { id, ...change }: UpdateScheduleInput,
  ): Promise<Result<{ id: string }, ScheduleInputRefusal | NotFound>> => {
    const { database, actor } = context
    const before = await lockSchedule(database, id)
    if (before === null) return notFound('schedule')
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const whole = { ...before, application: before.applicationId, environment: before.environmentId }
    const { name, application, environment, image, note, ...rest } = { ...whole, ...given }
    const asked = settingsOf({ name, application, environment, image, note, ...rest })
    const settings = await resolveSchedule(database, asked, await database.now())
    if (!settings.ok) return settings
    await changeSchedule(database, id, settings.value)
    const reason = `The schedule “${before.name}” was changed by ${actor.label}.`
    await planSchedule(context, await clearAhead(context, before, { reason, cause: 'person' }))
    return accept({ id })
  },
)

function settingsOf(input: ScheduleSettingsInput): ScheduleSettingsInput {
  const { name, application, environment, image, note, recurrence, timezone, gap, overlap, endsOn } = input
  const { jitterMinutes, startDeadlineMinutes, unfinished, catchUp, catchUpMinutes } = input
  return {
    ...{ name, application, environment, image, note, recurrence, timezone, gap, overlap, endsOn },
    ...{ jitterMinutes, startDeadlineMinutes, unfinished, catchUp, catchUpMinutes },
  }
}

import { isPending } from '@/lib/domain/deployment-status'
import { decideUnfinished } from '@/lib/domain/occurrence-decision'
import { accept, type Result } from '@/lib/domain/result'
import { skipOccurrence, unfinishedOccurrences } from '@/lib/postgres/occurrences'
import { changeSchedule, lockSchedule, type StoredSchedule } from '@/lib/postgres/schedules'
import { planSchedule } from './plan-schedule'
import { type UseCaseContext, useCase } from './use-case'
import { withdrawDeployment } from './withdraw-deployment'

/** Wake-ups may ring a moment ahead. */
const EARLY_MS = 500

/**
 * A schedule's wake-up rang, or was lost: what came due and may not run beside an earlier one is left out,
 * and what comes next is made. One that is not the schedule's own any more does nothing.
 */
export const ringSchedule = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { scheduleId, wakeUpId }: { scheduleId: string; wakeUpId: string },
  ): Promise<Result<'planned' | 'put off' | 'stale', never>> => {
    const { database, services } = context
    const schedule = await lockSchedule(database, scheduleId)
    if (schedule === null || schedule.wakeUpId !== wakeUpId || schedule.nextAt === null) {
      await services.wakeUps.drop(database, [wakeUpId])
      return accept('stale')
    }
    const now = await database.now()
    if (schedule.nextAt.getTime() - now.getTime() > EARLY_MS) {
      await putOff(context, schedule, schedule.nextAt)
      return accept('put off')
    }
    await leaveOutUnfinished(context, schedule, now)
    await planSchedule(context, schedule)
    return accept('planned')
  },
)

async function putOff(
  { database, services }: UseCaseContext,
  schedule: StoredSchedule,
  at: Date,
): Promise<void> {
  const wakeUp = { kind: 'schedule', teamId: database.teamId, scheduleId: schedule.id } as const
  const wakeUpId = await services.wakeUps.ask(database, wakeUp, at)
  await changeSchedule(database, schedule.id, { wakeUpId })
  if (schedule.wakeUpId !== null) await services.wakeUps.drop(database, [schedule.wakeUpId])
}

/** The one that was made ahead and has come due now. */
async function leaveOutUnfinished(
  context: UseCaseContext,
  schedule: StoredSchedule,
  now: Date,
): Promise<void> {
  const unfinished = await unfinishedOccurrences(context.database, schedule.id)
  const current = unfinished.find(({ dueAt }) => dueAt.getTime() === schedule.settledUntil.getTime())
  if (!current?.deployment || current.deployment.dueAt > now || !isPending(current.deployment.status)) return
  const earlier = unfinished.flatMap(({ dueAt, deployment }) =>
    deployment !== null && dueAt < current.dueAt ? [{ dueAt, status: deployment.status }] : [],
  )
  const reason = decideUnfinished(schedule.unfinished, earlier, schedule.timezone)
  if (reason === null) return
  if (await withdrawDeployment(context, current.deployment.id, { to: 'skipped', reason })) {
    await skipOccurrence(context.database, current.id, { cause: 'unfinished', reason })
  }
}

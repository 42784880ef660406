import { isPending } from '@/lib/domain/deployment-status'
import { decideGap } from '@/lib/domain/occurrence-decision'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { scheduleTimes } from '@/lib/domain/schedule-times'
import { insertOccurrences, skipOccurrence, unfinishedOccurrences } from '@/lib/postgres/occurrences'
import { changeSchedule, lockSchedule, type StoredSchedule } from '@/lib/postgres/schedules'
import { planSchedule } from './plan-schedule'
import { type NotFound, notFound } from './resource-refusals'
import { type UseCaseContext, useCase } from './use-case'
import { withdrawDeployment } from './withdraw-deployment'

export type SkipRefusal = NotFound | { kind: 'nothing_to_skip' }

/** Leaves out the next occurrence, and goes on with the one after it. Answers which it was. */
export const skipNextOccurrence = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { id }: { id: string },
  ): Promise<Result<{ id: string; dueAt: Date }, SkipRefusal>> => {
    const { database } = context
    const schedule = await lockSchedule(database, id)
    if (schedule === null) return notFound('schedule')
    const dueAt = (await skipMade(context, schedule)) ?? (await skipUnmade(context, schedule))
    if (dueAt === null) return refuse({ kind: 'nothing_to_skip' })
    const skipped = await lockSchedule(database, id)
    if (skipped !== null) await planSchedule(context, skipped)
    return accept({ id, dueAt })
  },
)

/** The one whose deployment was made ahead. */
async function skipMade(context: UseCaseContext, schedule: StoredSchedule): Promise<Date | null> {
  const { database, actor } = context
  const now = await database.now()
  const next = (await unfinishedOccurrences(database, schedule.id)).find(
    ({ deployment }) => deployment !== null && deployment.dueAt > now && isPending(deployment.status),
  )
  if (!next?.deployment) return null
  const reason = `${actor.label} left this one out.`
  if (!(await withdrawDeployment(context, next.deployment.id, { to: 'cancelled', reason }))) return null
  await skipOccurrence(database, next.id, { cause: 'person', reason })
  return next.dueAt
}

/** Nothing was made ahead: it is paused, or somebody cancelled that one. */
async function skipUnmade(
  { database, actor }: UseCaseContext,
  schedule: StoredSchedule,
): Promise<Date | null> {
  const now = await database.now()
  const times = scheduleTimes(schedule)
  if (!times.ok) return null
  const after = schedule.settledUntil > now ? schedule.settledUntil : now
  for (const one of times.value(after)) {
    const { local: localTime, dueAt } = one
    const row = { scheduleId: schedule.id, dueAt, localTime, createdAt: now, deploymentId: null }
    const { cause, reason } =
      one.kind === 'in_gap'
        ? decideGap(one, schedule.timezone)
        : { cause: 'person' as const, reason: `${actor.label} left this one out.` }
    await insertOccurrences(database, [{ ...row, cause, reason }])
    if (one.kind === 'in_gap') continue
    await changeSchedule(database, schedule.id, { settledUntil: dueAt })
    return dueAt
  }
  return null
}

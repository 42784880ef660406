import { randomUUID } from 'node:crypto'
import { minutesAfter } from '@/lib/domain/due-decision'
import { localTimeAt } from '@/lib/domain/due-time'
import { insertDeployment } from '@/lib/postgres/deployments'
import type { StoredSchedule } from '@/lib/postgres/schedules'
import { writeTimeline } from '@/lib/postgres/timeline'
import { scheduledWords } from './schedule-words'
import type { UseCaseContext } from './use-case'

/**
 * Makes the deployment of an occurrence, with its first timeline entries and its wake-up. Answers its id.
 * `targetId` is where the schedule's application runs now.
 */
export async function makeDeployment(
  { database, services }: UseCaseContext,
  schedule: StoredSchedule,
  { targetId, dueAt, now, why }: { targetId: string; dueAt: Date; now: Date; why: string },
): Promise<string> {
  const { image, timezone, applicationId, environmentId, note, createdById } = schedule
  const id = randomUUID()
  const { local, overlap } = localTimeAt(dueAt, timezone)
  const wakeUp = { kind: 'deployment', teamId: database.teamId, deploymentId: id } as const
  const reason = scheduledWords({ dueAt, timezone, image })
  const createdBy = `Schedule ${schedule.name}`
  await insertDeployment(database, {
    ...{ id, targetId, applicationId, environmentId, image, note, timezone, overlap, dueAt, reason },
    localTime: local,
    startDeadlineAt: minutesAfter(dueAt, schedule.startDeadlineMinutes),
    madeForId: null,
    requestKey: null,
    zoneDatabaseVersion: services.zoneDatabaseVersion,
    wakeUpId: await services.wakeUps.ask(database, wakeUp, dueAt),
    createdAt: now,
    ...{ createdById, createdBy },
  })
  await writeTimeline(database, [
    {
      ...{ deploymentId: id, at: now, actor: createdBy, toStatus: 'scheduled' },
      ...{ event: 'deployment.scheduled', message: `${reason} ${why}` },
    },
  ])
  return id
}

import { randomUUID } from 'node:crypto'
import { minutesAfter } from '@/lib/domain/due-decision'
import type { ResolvedDueTime } from '@/lib/domain/due-time'
import { REVERT_START_DEADLINE_MINUTES } from '@/lib/domain/revert-decision'
import { insertDeployment } from '@/lib/postgres/deployments'
import { placeOf } from '@/lib/postgres/reverts'
import { writeTimeline } from '@/lib/postgres/timeline'
import type { UseCaseContext } from './use-case'

export interface RevertOrder {
  now: Date
  due: ResolvedDueTime
  /** Why, as a sentence. */
  reason: string
  /** Who asked for it; without an id, whoever asked for what it reverts. */
  by: { userId: string | null; label: string }
}

/** Makes the deployment that reverts another one, which stands there already: row, timeline and wake-up. */
export async function makeRevert(
  { database, services }: Pick<UseCaseContext, 'database' | 'services'>,
  revertsId: string,
  { now, due, reason, by }: RevertOrder,
): Promise<string> {
  const id = randomUUID()
  const { local, timezone, overlap, dueAt } = due
  const wakeUp = { kind: 'deployment', teamId: database.teamId, deploymentId: id } as const
  const { createdById, ...place } = await placeOf(database, revertsId)
  await insertDeployment(database, {
    ...place,
    ...{ id, revertsId, reason, timezone, overlap, dueAt, localTime: local },
    ...{ image: null, note: null, madeForId: null, requestKey: null },
    startDeadlineAt: minutesAfter(dueAt, REVERT_START_DEADLINE_MINUTES),
    zoneDatabaseVersion: services.zoneDatabaseVersion,
    wakeUpId: await services.wakeUps.ask(database, wakeUp, dueAt),
    createdAt: now,
    createdById: by.userId ?? createdById,
    createdBy: by.label,
  })
  await writeTimeline(database, [
    {
      ...{ deploymentId: id, at: now, actor: by.label, toStatus: 'scheduled', message: reason },
      event: 'deployment.scheduled',
    },
  ])
  return id
}

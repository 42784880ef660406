import { PENDING_STATUSES } from '@/lib/domain/deployment-status'
import type { TeamDatabase } from './database'

/** What waits, or will wait, for any of these deployments; `follows`: it becomes due by the end of one of them. */
export async function pendingDependentsOf(
  database: TeamDatabase,
  ids: readonly string[],
): Promise<{ id: string; dueAt: Date; follows: boolean }[]> {
  const dependencyId = { in: [...ids] }
  const rows = await database.client.deployment.findMany({
    where: {
      teamId: database.teamId,
      status: { in: [...PENDING_STATUSES] },
      dependencies: { some: { dependencyId } },
    },
    select: {
      ...{ id: true, dueAt: true },
      dependencies: { where: { dependencyId }, select: { delayMinutes: true } },
    },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ dependencies, ...row }) => ({
    ...row,
    follows: dependencies.some(({ delayMinutes }) => delayMinutes !== null),
  }))
}

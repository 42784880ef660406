import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { SystemDatabase } from './database'

/** Of all teams. */
export async function deploymentsByStatus(
  database: SystemDatabase,
): Promise<{ status: DeploymentStatus; count: number }[]> {
  const groups = await database.client.deployment.groupBy({ by: ['status'], _count: { _all: true } })
  return groups.map(({ status, _count }) => ({ status, count: _count._all }))
}

/** What has come due and not started, of all teams: `overdue` is what waits for nothing but a worker. */
export async function dueDeployments(
  database: SystemDatabase,
  now: Date,
): Promise<{ due: number; overdue: number; oldestOverdueAt: Date | null }> {
  const { client } = database
  const due = await client.deployment.count({
    where: { dueAt: { lte: now }, status: { in: ['scheduled', 'awaiting_approval', 'waiting', 'held'] } },
  })
  const { _count, _min } = await client.deployment.aggregate({
    where: { dueAt: { lte: now }, status: 'scheduled' },
    _count: { _all: true },
    _min: { dueAt: true },
  })
  return { due, overdue: _count._all, oldestOverdueAt: _min.dueAt }
}

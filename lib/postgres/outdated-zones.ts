import { PENDING_STATUSES } from '@/lib/domain/deployment-status'
import type { SystemDatabase } from './database'

/** Pending deployments that an older zone database resolved, a thousand at a time. */
export async function deploymentsOfOlderZoneDatabase(
  database: SystemDatabase,
  version: string,
): Promise<{ id: string; teamId: string; zoneDatabaseVersion: string }[]> {
  return database.client.deployment.findMany({
    // Versions are a year and a letter: `2026b`. They sort as text.
    where: { status: { in: [...PENDING_STATUSES] }, zoneDatabaseVersion: { lt: version } },
    select: { id: true, teamId: true, zoneDatabaseVersion: true },
    orderBy: { dueAt: 'asc' },
    take: 1_000,
  })
}

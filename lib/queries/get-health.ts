import type { Database } from '@/lib/postgres/database'
import { dueDeployments } from '@/lib/postgres/deployment-counts'
import { workerLastSeenAt } from '@/lib/postgres/worker-processes'

export interface Health {
  /** ok: deployments start on time. degraded: no worker lives. down: the database is away. */
  status: 'ok' | 'degraded' | 'down'
  database: 'ok' | 'away'
  worker: { alive: boolean; lastSeenAt: Date | null }
  /** How long the oldest deployment has been due that waits for nothing but a worker; null: none, or not known. */
  oldestOverdueMs: number | null
}

/** Workers show themselves every few seconds; one that has been silent for longer is taken for dead. */
export const WORKER_SILENCE_MS = 15_000
/** Somebody waits for the answer, and an answer after this long is none. */
const PATIENCE_MS = 3_000

/** How Shipclock does as a whole. For whoever watches it: no team's data is in it. Never throws. */
export async function getHealth(services: { database: Database }): Promise<Health> {
  const timeout = new Promise<Health>((resolve) => setTimeout(resolve, PATIENCE_MS, DOWN).unref())
  return Promise.race([look(services).catch(() => DOWN), timeout])
}

const DOWN: Health = {
  status: 'down',
  database: 'away',
  worker: { alive: false, lastSeenAt: null },
  oldestOverdueMs: null,
}

async function look(services: { database: Database }): Promise<Health> {
  return services.database.asSystem(async (database) => {
    const now = await database.now()
    const lastSeenAt = await workerLastSeenAt(database)
    const alive = lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() <= WORKER_SILENCE_MS
    const { oldestOverdueAt } = await dueDeployments(database, now)
    return {
      status: alive ? 'ok' : 'degraded',
      database: 'ok',
      worker: { alive, lastSeenAt },
      oldestOverdueMs: oldestOverdueAt === null ? null : now.getTime() - oldestOverdueAt.getTime(),
    }
  })
}

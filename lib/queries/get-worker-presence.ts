import type { Database } from '@/lib/postgres/database'
import { workerLastSeenAt } from '@/lib/postgres/worker-processes'
import { WORKER_SILENCE_MS } from './get-health'

export interface WorkerPresence {
  isAlive: boolean
  /** Any of them; null: none ever was. */
  lastSeenAt: Date | null
}

/** Whether anybody would start what becomes due now. No team's data is in it. */
export async function getWorkerPresence(services: { database: Database }): Promise<WorkerPresence> {
  return services.database.asSystem(async (database) => {
    const lastSeenAt = await workerLastSeenAt(database)
    const now = await database.now()
    return {
      isAlive: lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() <= WORKER_SILENCE_MS,
      lastSeenAt,
    }
  })
}

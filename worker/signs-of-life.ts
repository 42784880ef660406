import { hostname } from 'node:os'
import type { Log } from '@/lib/log'
import type { Database } from '@/lib/postgres/database'
import { markWorkerSeen, removeWorker } from '@/lib/postgres/worker-processes'

const INTERVAL_MS = 3_000

/** Shows everybody that this worker lives. `database` is a connection of its own: a busy pool is no death. */
export function startSignsOfLife(options: { database: Database; id: string; log: Log }): {
  stop(): Promise<void>
} {
  const { database, id, log } = options
  let startedAt: Date | null = null
  const show = () =>
    database
      .asSystem(async (system) => {
        const now = await system.now()
        startedAt ??= now
        await markWorkerSeen(system, { id, hostname: hostname(), startedAt, now })
      })
      .catch((error: unknown) => log.warn({ error }, 'worker.heartbeat_failed'))
  void show()
  const timer = setInterval(() => void show(), INTERVAL_MS)
  return {
    async stop() {
      clearInterval(timer)
      await database.asSystem((system) => removeWorker(system, id)).catch(() => undefined)
      await database.close()
    },
  }
}

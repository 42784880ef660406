import { hostname } from 'node:os'
import { type CallBudgets, callBudgets } from '@/lib/ecs/call-budgets'
import type { Log } from '@/lib/log'
import type { Database } from '@/lib/postgres/database'
import { markWorkerSeen, removeWorker, workersSeenSince } from '@/lib/postgres/worker-processes'
import { WORKER_SILENCE_MS } from '@/lib/queries/get-health'

const INTERVAL_MS = 3_000

export interface SignsOfLifeOptions {
  /** A connection of its own: a busy pool is no death. */
  database: Database
  id: string
  log: Log
  /** The process's own unless given. */
  budgets?: CallBudgets
}

/** Shows everybody that this worker lives, and divides the calls to cloud accounts among those that do. */
export function startSignsOfLife(options: SignsOfLifeOptions): { stop(): Promise<void> } {
  const { database, id, log, budgets = callBudgets } = options
  let startedAt: Date | null = null
  const show = () =>
    database
      .asSystem(async (system) => {
        const now = await system.now()
        startedAt ??= now
        const callShare = budgets.lowestShare()
        await markWorkerSeen(system, { id, hostname: hostname(), startedAt, callShare, now })
        budgets.shareAmong(await workersSeenSince(system, new Date(now.getTime() - WORKER_SILENCE_MS)))
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

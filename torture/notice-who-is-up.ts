import { setTimeout as delay } from 'node:timers/promises'
import type { Cast } from './cast'
import { queryDatabase } from './world/query-database'
import type { Stage } from './world/stage'
import type { Supervised } from './world/supervised'

const EVERY_MS = 250

/**
 * Looks again and again which processes have finished starting: workers show it in the database, the web
 * server answers. When no worker is up, that is an outage.
 */
export function noticeWhoIsUp(
  stage: Stage,
  workers: readonly Supervised[],
  web: Cast['web'],
): { stop(): Promise<void> } {
  let stopped = false
  let somebodyIsUpAgain: (() => void) | null = null
  const look = async () => {
    while (!stopped) {
      await Promise.all([noticeWorkers(stage, workers), web && noticeWeb(web)])
      if (workers.some(({ isUp }) => isUp)) {
        somebodyIsUpAgain?.()
        somebodyIsUpAgain = null
      } else somebodyIsUpAgain ??= stage.outages.begin()
      await delay(EVERY_MS)
    }
  }
  const looking = look()
  return {
    async stop() {
      stopped = true
      await looking
    },
  }
}

async function noticeWorkers({ postgres }: Stage, workers: readonly Supervised[]): Promise<void> {
  const pids = workers.flatMap((worker) => (worker.pid === null || worker.isUp ? [] : [worker.pid]))
  if (pids.length === 0) return
  const rows = await queryDatabase<{ pid: number }>(
    postgres.url,
    `SELECT (regexp_match(id, '/(\\d+)-'))[1]::int AS pid FROM worker_processes
     WHERE (regexp_match(id, '/(\\d+)-'))[1]::int = ANY($1)`,
    [pids],
  ).catch(() => [])
  for (const { pid } of rows) workers.find((worker) => worker.pid === pid)?.noticeUp(pid)
}

async function noticeWeb({ process, origin }: NonNullable<Cast['web']>): Promise<void> {
  const { pid } = process
  if (pid === null || process.isUp) return
  const answer = await fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
  if (answer !== null) process.noticeUp(pid)
}

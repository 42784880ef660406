import type { Log } from '@/lib/log'
import { flushMetrics } from '@/lib/metrics'
import type { Database } from '@/lib/postgres/database'

const INTERVAL_MS = 10_000

/** Hands what this worker counted to the totals that `/api/metrics` shows, now and then and at the end. */
export function startMetricsFlush(database: Database, log: Log): { stop(): Promise<void> } {
  let flushing: Promise<void> | null = null
  const flush = () => {
    flushing ??= flushMetrics(database)
      .catch((error: unknown) => log.warn({ error }, 'metrics.flush_failed'))
      .finally(() => {
        flushing = null
      })
    return flushing
  }
  const timer = setInterval(() => void flush(), INTERVAL_MS)
  return {
    async stop() {
      clearInterval(timer)
      await flushing
      await flush()
    },
  }
}

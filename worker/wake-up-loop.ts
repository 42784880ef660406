import type { Job, JobWithMetadata, PgBoss } from 'pg-boss'
import type { Log } from '@/lib/log'
import { WAKE_UP_QUEUE } from '@/lib/queue/wake-up'

/** Takes wake-ups that are due and hands each to `handle`, many at a time, each settled by itself. */
export interface WakeUpLoop {
  /** Looks for due wake-ups now. */
  ring(): void
  /** Takes no more, and waits for those in hand, `graceMs` at the most. */
  stop(graceMs: number): Promise<void>
}

export interface WakeUpLoopOptions {
  boss: PgBoss
  handle: (job: Job<object>) => Promise<void>
  /** Wake-ups in hand at once. Their exchanges with AWS mostly wait, so it may be many. */
  concurrency: number
  log: Log
}

const BATCH = 100
/** The queue gives a wake-up to another worker after 10 s without a sign of life. */
const HEARTBEAT_MS = 3_000

export function startWakeUpLoop(options: WakeUpLoopOptions): WakeUpLoop {
  const { boss, log, concurrency } = options
  const inHand = new Map<Job<object>, Promise<void>>()
  let stopped = false
  let taking = false
  let takeAgain = false

  async function takeDue(): Promise<void> {
    takeAgain = true
    if (taking) return
    taking = true
    try {
      while (takeAgain && !stopped && inHand.size < concurrency) {
        takeAgain = false
        const batchSize = Math.min(BATCH, concurrency - inHand.size)
        const jobs = await boss.fetch<object>(WAKE_UP_QUEUE, { batchSize, includeMetadata: true })
        for (const job of jobs)
          inHand.set(
            job,
            settle(options, job).finally(() => release(job)),
          )
        if (jobs.length === batchSize) takeAgain = true
      }
    } catch (error) {
      // The next ring, two seconds away at most, tries again.
      log.warn({ error }, 'worker.fetch_failed')
    } finally {
      taking = false
    }
  }

  function release(job: Job<object>): void {
    const wasFull = inHand.size >= concurrency
    inHand.delete(job)
    if (wasFull) void takeDue()
  }

  const heartbeat = setInterval(() => {
    if (inHand.size === 0) return
    boss.touch(WAKE_UP_QUEUE, [...inHand.keys()]).catch((error: unknown) => {
      log.warn({ error }, 'worker.heartbeat_failed')
    })
  }, HEARTBEAT_MS)

  return {
    ring: () => void takeDue(),
    async stop(graceMs) {
      stopped = true
      const grace = new Promise((resolve) => setTimeout(resolve, graceMs).unref())
      await Promise.race([Promise.allSettled(inHand.values()), grace])
      clearInterval(heartbeat)
    },
  }
}

/** Never throws: what a handler throws is the queue's to repeat, and what the queue throws comes back by itself. */
async function settle({ boss, handle, log }: WakeUpLoopOptions, job: JobWithMetadata<object>): Promise<void> {
  try {
    try {
      await handle(job)
      await boss.complete(WAKE_UP_QUEUE, job)
    } catch (error) {
      log.error({ error, jobId: job.id, data: job.data, retries: job.retryCount }, 'job.failed')
      await boss.fail(WAKE_UP_QUEUE, job, { message: error instanceof Error ? error.message : String(error) })
    }
  } catch (error) {
    log.warn({ error, jobId: job.id }, 'job.settle_failed')
  }
}

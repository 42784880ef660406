import type { Queue } from '@/lib/queue/wake-up'

/** As the worker's own: worker/worker.ts. */
export const LOOP_SETTINGS = {
  'wake-up': { concurrency: 400, batch: 100, aheadMs: 150, takenForMs: 4_000 },
  'run-step': { concurrency: 100, batch: 50, aheadMs: 0, takenForMs: 10_000 },
} satisfies Record<Queue, { concurrency: number; batch: number; aheadMs: number; takenForMs: number }>

import { z } from 'zod'

/**
 * The two queues of pg-boss. Their jobs are wake-ups: they say whom to wake; the row decides what
 * happens. Starts have one of their own, so that no crowd of steps stands before them and so that a
 * million of them, years ahead, slow down no step.
 */
export const QUEUES = ['wake-up', 'run-step'] as const
export type Queue = (typeof QUEUES)[number]

/**
 * The channel on which workers hear of a wake-up that was asked for or moved ahead; the payload names
 * the queue and when it is due, in epoch milliseconds. A trigger on the job table tells.
 */
export const WAKE_UP_CHANNEL = 'shipclock_wake_ups'

/** Stands in the payload for one that is due already, by the database's clock. */
export const DUE_NOW = '0'

export const wakeUpSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('deployment'), teamId: z.uuid(), deploymentId: z.uuid() }),
  /** `number` is the run's count of wake-ups asked for: an older one is stale and does nothing. */
  z.object({ kind: z.literal('run'), teamId: z.uuid(), runId: z.uuid(), number: z.int() }),
  z.object({ kind: z.literal('schedule'), teamId: z.uuid(), scheduleId: z.uuid() }),
  z.object({ kind: z.literal('cloud_account'), teamId: z.uuid(), cloudAccountId: z.uuid() }),
])

export type WakeUp = z.infer<typeof wakeUpSchema>

export function queueOf(wakeUp: WakeUp): Queue {
  return wakeUp.kind === 'run' ? 'run-step' : 'wake-up'
}

import { z } from 'zod'

/** The one queue. Its jobs are wake-ups: they say whom to wake; the row decides what happens. */
export const WAKE_UP_QUEUE = 'wake-up'

/** The channel on which workers hear of a new wake-up; the payload is when it is due, epoch milliseconds. */
export const WAKE_UP_CHANNEL = 'shipclock_wake_ups'

/** The payload for one that is due already, by the database's clock. */
export const DUE_NOW = '0'

export const wakeUpSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('deployment'), teamId: z.uuid(), deploymentId: z.uuid() }),
  /** `number` is the run's count of wake-ups asked for: an older one is stale and does nothing. */
  z.object({ kind: z.literal('run'), teamId: z.uuid(), runId: z.uuid(), number: z.int() }),
  z.object({ kind: z.literal('cloud_account'), teamId: z.uuid(), cloudAccountId: z.uuid() }),
])

export type WakeUp = z.infer<typeof wakeUpSchema>

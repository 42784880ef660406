import { z } from 'zod'

const instant = z.coerce.date()

/** A rollout on the platform: ECS's deployment id and when it began. */
const rollout = z.object({ rolloutId: z.string(), startedAt: instant })

/**
 * What a run's executor wrote down between its steps. An intent is written before each mutating call
 * and says when it went out; a run that is resumed with an intent and without a result looks before it
 * acts again.
 */
export const runRecordSchema = z.object({
  /** What served before. */
  snapshot: z
    .object({
      serviceArn: z.string(),
      revisionArn: z.string(),
      image: z.string(),
      rolloutId: z.string(),
      desiredCount: z.number(),
      bakeTimeMinutes: z.number().default(0),
      circuitBreaker: z.object({ enabled: z.boolean(), rollback: z.boolean() }),
      latestEventAt: instant.nullable(),
    })
    .nullable()
    .default(null),
  registerIntentAt: instant.nullable().default(null),
  revision: z
    .object({
      revisionArn: z.string(),
      changes: z.array(
        z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
      ),
    })
    .nullable()
    .default(null),
  updateIntentAt: instant.nullable().default(null),
  rollout: rollout.nullable().default(null),
  serviceDeploymentArn: z.string().nullable().default(null),
  /** Events up to this instant are on the timeline already. */
  eventsUntil: instant.nullable().default(null),
  /** What the verdict remembers from look to look; see rollout-verdict. */
  verdictMemory: z.record(z.string(), z.unknown()).nullable().default(null),
  progress: z
    .object({
      observedAt: instant,
      desired: z.number(),
      running: z.number(),
      pending: z.number(),
      failed: z.number(),
      lifecycleStage: z.string().nullable(),
      detail: z.string(),
    })
    .nullable()
    .default(null),
  /** Why the rollout is being stopped, once it is: a person's wish or our deadline. */
  stop: z
    .object({ why: z.enum(['cancelled', 'timed_out']), intentAt: instant.nullable() })
    .nullable()
    .default(null),
  /** Our own way back to the previous revision, where the platform did not take it. */
  rollback: z
    .object({ why: z.string(), intentAt: instant.nullable(), rollout: rollout.nullable() })
    .nullable()
    .default(null),
  /** Looks at the platform since the rollout began; the pauses between them grow with it. */
  looks: z.number().default(0),
  /** Attempts of the present step that failed in a row, and the last reason. */
  trouble: z.object({ count: z.number(), message: z.string(), since: instant }).nullable().default(null),
  /** How often in a row the present step found no room in the account's budget of calls. */
  postponed: z.number().default(0),
})

export type RunRecord = z.infer<typeof runRecordSchema>

export const EMPTY_RUN_RECORD: RunRecord = runRecordSchema.parse({})

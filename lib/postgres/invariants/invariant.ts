import type { Prisma } from '@/lib/generated/prisma/client'

/** Something that is always true of the rows, however many processes died on the way. */
export interface Invariant {
  /** In logs, metrics and `shipclock verify`; unique. */
  name: string
  /** What holds, as a sentence for people. */
  sentence: string
  /** `note`: harmless, but worth knowing when it is much. */
  severity: 'fault' | 'note'
  /** Whether a wake-up that is asked for anew mends it. */
  isLostWakeUp?: true
  /**
   * Selects the rows that break it as `team_id`, `deployment_id` (both null where it is about neither)
   * and `detail`, a few words with the values that contradict each other. It reads and locks nothing,
   * and must be quick with a million pending deployments.
   */
  offenders(moment: Moment): Prisma.Sql
}

/** What the rows are held against. */
export interface Moment {
  /** By the database's clock, read in the same snapshot as the rows. */
  now: Date
  /** What ended before is not looked at again: history grows, and does not change. */
  endedSince: Date
}

import type { TeamId } from '@/lib/domain/team'
import { Prisma } from '@/lib/generated/prisma/client'
import type { WakeUp } from '@/lib/queue/wake-up'
import type { Database } from './database'
import { newRunsJson, type PlannedRun, type PlannedTransition, transitionsJson } from './transitions'

/** All that is written when deployments start, settled before they are due. */
export interface StartPlan {
  deployments: { id: string; version: string }[]
  /** One for each deployment, to running. */
  moves: PlannedTransition[]
  runs: PlannedRun[]
  /** What wakes a worker for each run's first step. */
  firstSteps: WakeUp[]
  /** Wake-ups whose work is done with it. */
  settled: string[]
  /** After this instant the plan is no longer true. */
  latest: Date
  /** As it was when the plan was made. */
  freezesVersion: number
}

/**
 * Starts them at `notBefore` (null: now) if all is still as it was when the plan was made: the rows, the
 * dependencies, the services, the team's free places and freezes. Answers when they started, by the database's clock;
 * null: something changed, and nothing was done. Waits a second at the most.
 */
export function startAsPlanned(
  database: Database,
  teamId: TeamId,
  { moves, runs, ...rest }: StartPlan,
  notBefore: Date | null,
): Promise<Date | null> {
  const plan = `{"moves":${transitionsJson(moves)},"runs":${newRunsJson(runs)},${JSON.stringify(rest).slice(1)}`
  return database.callAsTeam<Date | null>(
    teamId,
    (clockOffset) =>
      Prisma.sql`shipclock_start_as_planned(${plan}::jsonb, ${notBefore}::timestamptz, ${clockOffset})`,
  )
}

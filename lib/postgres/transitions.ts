import { canTransition, type DeploymentStatus, hasEnded } from '@/lib/domain/deployment-status'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { EMPTY_RUN_RECORD } from '@/lib/domain/run-record'
import type { WaitingFor } from '@/lib/domain/start-decision'
import type { TeamDatabase } from './database'

export interface Transition {
  deploymentId: string
  from: DeploymentStatus
  to: DeploymentStatus
  at: Date
  /** Shown as the status's reason and on the timeline. */
  reason: string
  event: string
  actor: string
  runId?: string | null
  /** Only of one that begins to wait. */
  waitingFor?: WaitingFor
}

/**
 * The one way in which a deployment's status is written: only along the transition table, only if the
 * status is still the one that was read, and with its timeline entry. False: somebody else won.
 */
export async function transition(database: TeamDatabase, move: Transition): Promise<boolean> {
  return (await transitionAll(database, [move])) === 1
}

/** One that happens when the database says so. */
export type PlannedTransition = Omit<Transition, 'at'> & { at?: Date }

/** An attempt that begins with a transition to running. */
export interface NewRun {
  id: string
  deploymentId: string
  /** Counts from 1. */
  attempt: number
  serviceKey: string
  startedAt: Date
}

export type PlannedRun = Omit<NewRun, 'startedAt'> & { startedAt?: Date }

/**
 * The same for many deployments, and the runs that begin with it, in one statement: what waits for the
 * team's starts waits for it. Answers how many went. The first start of a deployment is the one that
 * counts as its start.
 */
export async function transitionAll(
  database: TeamDatabase,
  moves: readonly Transition[],
  runs: readonly NewRun[] = [],
): Promise<number> {
  if (moves.length === 0) return 0
  const [row] = await database.client.$queryRaw<{ moved: number }[]>`
    SELECT shipclock_transition(${transitionsJson(moves)}::jsonb, ${newRunsJson(runs)}::jsonb, NULL) AS moved`
  return row?.moved ?? 0
}

/** As the database's function reads them. */
export function transitionsJson(moves: readonly PlannedTransition[]): string {
  for (const { deploymentId, from, to } of moves) {
    if (!canTransition(from, to)) {
      throw new InvariantViolated(`Deployment ${deploymentId} can't go from ${from} to ${to}.`)
    }
  }
  const whole = moves.map((move) => ({ runId: null, waitingFor: null, ...move, ended: hasEnded(move.to) }))
  return JSON.stringify(whole)
}

export function newRunsJson(runs: readonly PlannedRun[]): string {
  return JSON.stringify(runs.map((run) => ({ ...run, record: EMPTY_RUN_RECORD })))
}

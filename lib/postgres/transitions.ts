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

/** An attempt that begins with a transition to running. */
export interface NewRun {
  id: string
  deploymentId: string
  /** Counts from 1. */
  attempt: number
  serviceKey: string
  startedAt: Date
}

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
  for (const { deploymentId, from, to } of moves) {
    if (!canTransition(from, to)) {
      throw new InvariantViolated(`Deployment ${deploymentId} can't go from ${from} to ${to}.`)
    }
  }
  const rows = moves.map((move) => ({ runId: null, waitingFor: null, ...move, ended: hasEnded(move.to) }))
  const newRuns = runs.map((run) => ({ ...run, record: EMPTY_RUN_RECORD }))
  const { client, teamId } = database
  return client.$executeRaw`
    WITH new_runs AS (
      INSERT INTO runs (id, team_id, deployment_id, attempt, service_key, started_at, next_wake_up_at, record)
      SELECT r.id, ${teamId}::uuid, r."deploymentId", r.attempt, r."serviceKey", r."startedAt", r."startedAt", r.record
      FROM jsonb_to_recordset(${JSON.stringify(newRuns)}::jsonb) AS r(
        id uuid, "deploymentId" uuid, attempt int, "serviceKey" text, "startedAt" timestamptz, record jsonb)
    ),
    moves AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS m(
        "deploymentId" uuid, "from" "DeploymentStatus", "to" "DeploymentStatus", at timestamptz, reason text,
        event text, actor text, "runId" uuid, ended boolean, "waitingFor" "WaitingFor")
    ),
    moved AS (
      UPDATE deployments d
      SET status = m."to", reason = m.reason, waiting_for = m."waitingFor", updated_at = m.at,
        started_at = coalesce(d.started_at, CASE WHEN m."to" = 'running' THEN m.at END),
        finished_at = CASE WHEN m.ended THEN m.at END
      FROM moves m
      WHERE d.team_id = ${teamId}::uuid AND d.id = m."deploymentId" AND d.status = m."from"
      RETURNING d.id
    )
    INSERT INTO timeline_entries (team_id, deployment_id, run_id, at, event, actor, message, from_status, to_status)
    SELECT ${teamId}::uuid, m."deploymentId", m."runId", m.at, m.event, m.actor, m.reason, m."from", m."to"
    FROM moves m JOIN moved ON moved.id = m."deploymentId"`
}

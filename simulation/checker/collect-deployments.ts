import type { Client } from 'pg'
import type { DeploymentFact, RunFact } from './facts'

/** As JSON has instants. */
type Row = Omit<DeploymentFact, 'runs' | 'timeline'> & {
  runs: (Omit<RunFact, 'finishedAt'> & { finishedAt: string | null })[]
  timeline: (Omit<DeploymentFact['timeline'][number], 'at'> & { at: string })[]
}

/** Straight from the tables, ordered by id. */
export async function collectDeployments(client: Client): Promise<DeploymentFact[]> {
  const { rows } = await client.query<Row>(DEPLOYMENTS)
  return rows.map((row) => ({
    ...row,
    runs: row.runs.map((run) => ({ ...run, finishedAt: run.finishedAt ? new Date(run.finishedAt) : null })),
    timeline: row.timeline.map((entry) => ({ ...entry, at: new Date(entry.at) })),
  }))
}

const DEPLOYMENTS = `
  SELECT d.id, d.team_id AS "teamId", d.image, d.status::text, d.reason, d.note, d.local_time AS "localTime",
    d.timezone, d.overlap::text, d.due_at AS "dueAt", d.start_deadline_at AS "startDeadlineAt",
    d.started_at AS "startedAt", d.finished_at AS "finishedAt", d.made_for_id AS "madeForId",
    EXISTS (SELECT FROM pgboss.job j WHERE j.id = d.wake_up_id AND j.state < 'active'
      AND j.start_after > clock_timestamp()) AS "wakeUpLives",
    ARRAY(SELECT n.dependency_id::text FROM dependencies n WHERE n.dependent_id = d.id ORDER BY 1) AS needs,
    coalesce((SELECT json_agg(json_build_object('id', r.id, 'outcome', r.outcome, 'finishedAt', r.finished_at,
        'stopAsked', r.cancel_requested_at IS NOT NULL,
        'previousRevision', r.record #>> '{snapshot,revisionArn}',
        'rolledBackByUs', r.record -> 'rollback' ->> 'intentAt' IS NOT NULL,
        'bringsBack', (SELECT s.record #>> '{snapshot,revisionArn}' FROM runs s
          WHERE s.deployment_id = d.reverts_id AND s.outcome = 'succeeded')) ORDER BY r.attempt)
      FROM runs r WHERE r.deployment_id = d.id), '[]') AS runs,
    coalesce((SELECT json_agg(json_build_object('event', t.event, 'at', t.at, 'toStatus', t.to_status,
        'message', t.message, 'runId', t.run_id) ORDER BY t.id)
      FROM timeline_entries t WHERE t.deployment_id = d.id), '[]') AS timeline
  FROM deployments d ORDER BY d.id`

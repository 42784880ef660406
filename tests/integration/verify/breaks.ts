import type { HealthyWorld } from './healthy-world'

type Name = keyof HealthyWorld['ids']

/** How to break one invariant and no other, past every rule. */
export interface Break {
  name: string
  /** Whose row it is; null: no deployment's. */
  whose: Name | null
  what: string
  /** Statements as the tables’ owner. `$name` stands for a deployment's id, `($name.wake_up_id)` and `($name.run_id)` for what belongs to it. */
  sql: string
}

export const BREAKS: readonly Break[] = [
  {
    ...{ name: 'schedule-has-wake-up', whose: null, what: 'its job is gone' },
    sql: `INSERT INTO schedules (id, team_id, name, application_id, environment_id, recurrence, timezone, gap, overlap,
       jitter_minutes, start_deadline_minutes, unfinished, catch_up, catch_up_minutes, settled_until, next_at,
       wake_up_id, created_by)
     SELECT gen_random_uuid(), team_id, 'Nightly', application_id, environment_id, '{}', 'UTC', 'skip', 'first',
       0, 60, 'skip', 'none', 60, now(), now() + interval '1 hour', gen_random_uuid(), 'somebody'
     FROM deployments WHERE id = '$future'`,
  },
  {
    ...{ name: 'future-has-wake-up', whose: 'future', what: 'its job is gone' },
    sql: `DELETE FROM pgboss.job WHERE id = ($future.wake_up_id)`,
  },
  {
    ...{ name: 'future-has-wake-up', whose: 'future', what: 'its job is settled' },
    sql: `UPDATE pgboss.job SET state = 'cancelled' WHERE id = ($future.wake_up_id)`,
  },
  {
    ...{ name: 'future-has-wake-up', whose: 'future', what: 'its job rings too late' },
    sql: `UPDATE pgboss.job SET start_after = start_after + interval '1 second' WHERE id = ($future.wake_up_id)`,
  },
  {
    ...{ name: 'future-has-wake-up', whose: 'future', what: 'its job is for another' },
    sql: `UPDATE pgboss.job SET data = data || '{"deploymentId": "$succeeded"}' WHERE id = ($future.wake_up_id)`,
  },
  {
    ...{ name: 'future-has-wake-up', whose: 'future', what: 'its job is for another team' },
    sql: `UPDATE pgboss.job SET data = data || '{"teamId": "$succeeded"}' WHERE id = ($future.wake_up_id)`,
  },
  {
    ...{ name: 'overdue-is-woken', whose: 'future', what: 'it became due, and its job is gone' },
    sql: `DELETE FROM pgboss.job WHERE id = ($future.wake_up_id);
     UPDATE deployments SET due_at = now() - interval '10 minutes' WHERE id = '$future'`,
  },
  {
    ...{ name: 'overdue-is-woken', whose: 'future', what: 'it became due, and rings much later' },
    sql: `UPDATE deployments SET due_at = now() - interval '10 minutes' WHERE id = '$future'`,
  },
  {
    ...{
      name: 'overdue-is-woken',
      whose: 'waitsForDependency',
      what: 'the job of its start deadline is gone',
    },
    sql: `DELETE FROM pgboss.job WHERE id = ($waitsForDependency.wake_up_id);
     UPDATE deployments SET due_at = due_at - interval '10 minutes' WHERE id = '$waitsForDependency'`,
  },
  {
    ...{
      name: 'waiting-has-a-cause',
      whose: 'waitsForService',
      what: 'what it waited for goes on elsewhere',
    },
    sql: `UPDATE runs SET service_key = 'elsewhere' WHERE finished_at IS NULL AND deployment_id = '$busy'`,
  },
  {
    ...{
      name: 'waiting-has-a-cause',
      whose: 'waitsForDependency',
      what: 'nothing is left of its dependency',
    },
    sql: `DELETE FROM dependencies WHERE dependent_id = '$waitsForDependency'`,
  },
  {
    ...{ name: 'never-early', whose: 'succeeded', what: 'it started a second before it was due' },
    sql: `UPDATE deployments SET due_at = started_at + interval '1 second', start_deadline_at = started_at + interval '1 hour'
     WHERE id = '$succeeded'`,
  },
  {
    ...{ name: 'dependencies-first', whose: 'succeeded', what: 'its dependency ended after it had started' },
    sql: `UPDATE deployments SET finished_at = (SELECT started_at FROM deployments WHERE id = '$succeeded') + interval '1 ms'
     WHERE id = '$dependency'`,
  },
  {
    ...{ name: 'dependencies-first', whose: 'running', what: 'its dependency has not succeeded' },
    sql: `INSERT INTO dependencies (team_id, dependent_id, dependency_id, lead_minutes)
     SELECT team_id, '$running', '$rolledBack', 0 FROM teams JOIN deployments ON team_id = teams.id
     WHERE deployments.id = '$running'`,
  },
  {
    ...{
      name: 'delay-is-kept',
      whose: 'succeeded',
      what: 'it should have started an hour after its dependency',
    },
    sql: `UPDATE dependencies SET delay_minutes = 60 WHERE dependent_id = '$succeeded'`,
  },
  {
    ...{ name: 'running-has-one-run', whose: 'running', what: 'its run is gone' },
    sql: `UPDATE timeline_entries SET run_id = NULL WHERE deployment_id = '$running';
     DELETE FROM pgboss.job WHERE data ->> 'runId' = ($running.run_id)::text;
     DELETE FROM runs WHERE deployment_id = '$running'`,
  },
  {
    ...{ name: 'unfinished-run-is-of-running', whose: 'succeeded', what: 'an earlier run of it goes on' },
    sql: `INSERT INTO runs (id, team_id, deployment_id, attempt, service_key, started_at, next_wake_up_at, record)
       SELECT gen_random_uuid(), team_id, id, 0, 'other', now(), now(), '{}' FROM deployments WHERE id = '$succeeded';
     INSERT INTO pgboss.job (name, data, start_after) SELECT 'run-step',
       jsonb_build_object('kind', 'run', 'teamId', team_id, 'runId', id, 'number', 1), now() FROM runs WHERE attempt = 0`,
  },
  {
    ...{ name: 'run-has-wake-up', whose: 'running', what: 'its job is gone' },
    sql: `DELETE FROM pgboss.job WHERE data ->> 'runId' = ($running.run_id)::text`,
  },
  {
    ...{ name: 'run-is-carried-on', whose: 'running', what: 'nobody takes its next step' },
    sql: `UPDATE runs SET next_wake_up_at = now() - interval '10 minutes', lease_expires_at = now() - interval '9 minutes'
     WHERE id = ($running.run_id)`,
  },
  {
    ...{ name: 'ended-says-why-and-when', whose: 'cancelled', what: 'it has no time of its end' },
    sql: `ALTER TABLE deployments DROP CONSTRAINT deployments_ended_has_finished;
     UPDATE deployments SET finished_at = NULL WHERE id = '$cancelled'`,
  },
  {
    ...{ name: 'ended-says-why-and-when', whose: 'future', what: 'it has an end before it began' },
    sql: `ALTER TABLE deployments DROP CONSTRAINT deployments_ended_has_finished;
     UPDATE deployments SET finished_at = now() WHERE id = '$future'`,
  },
  {
    ...{ name: 'ended-says-why-and-when', whose: 'cancelled', what: 'it has no reason' },
    sql: `UPDATE deployments SET reason = ' ' WHERE id = '$cancelled'`,
  },
  {
    ...{ name: 'finished-run-has-outcome', whose: 'retried', what: 'its first run has none' },
    sql: `ALTER TABLE runs DROP CONSTRAINT runs_finished_has_outcome;
     UPDATE runs SET outcome = NULL WHERE deployment_id = '$retried' AND attempt = 1`,
  },
  {
    ...{ name: 'ended-as-its-run-did', whose: 'succeeded', what: 'its run failed' },
    sql: `UPDATE runs SET outcome = 'failed' WHERE deployment_id = '$succeeded'`,
  },
  {
    ...{ name: 'run-means-started', whose: 'cancelled', what: 'it has a run' },
    sql: `INSERT INTO runs (id, team_id, deployment_id, attempt, step, service_key, started_at, finished_at, outcome, next_wake_up_at, record)
     SELECT gen_random_uuid(), team_id, id, 1, 'finished', 'other', now(), now(), 'failed', now(), '{}'
     FROM deployments WHERE id = '$cancelled'`,
  },
  {
    ...{ name: 'outcome-explains-rollout', whose: 'succeeded', what: 'there was no rollout' },
    sql: `UPDATE runs SET record = record || '{"rollout": null}' WHERE deployment_id = '$succeeded'`,
  },
  {
    ...{ name: 'outcome-explains-rollout', whose: 'rolledBack', what: 'there was no rollout' },
    sql: `UPDATE runs SET record = record || '{"rollout": null}' WHERE deployment_id = '$rolledBack'`,
  },
  {
    ...{ name: 'outcome-explains-rollout', whose: 'stopped', what: 'its rollout was never stopped' },
    sql: `UPDATE runs SET record = record || '{"stop": null}' WHERE deployment_id = '$stopped'`,
  },
  {
    ...{ name: 'outcome-explains-rollout', whose: 'stopped', what: 'nobody asked to stop it' },
    sql: `UPDATE runs SET cancel_requested_at = NULL WHERE deployment_id = '$stopped'`,
  },
  {
    ...{ name: 'to-be-confirmed-has-revert', whose: 'succeeded', what: 'nothing is to revert it' },
    sql: `UPDATE deployments SET confirm_within_minutes = 30 WHERE id = '$succeeded'`,
  },
  {
    ...{ name: 'to-be-confirmed-has-revert', whose: 'succeeded', what: 'it is reverted all the same' },
    sql: `UPDATE deployments SET confirm_within_minutes = 30, confirmed_at = now(), confirmed_by = 'Ada' WHERE id = '$succeeded';
     UPDATE deployments SET reverts_id = '$succeeded' WHERE id = '$future'`,
  },
  {
    ...{ name: 'revert-follows-success', whose: 'retried', what: 'what it reverts has not succeeded' },
    sql: `UPDATE deployments SET reverts_id = '$rolledBack' WHERE id = '$retried'`,
  },
  {
    ...{ name: 'revert-follows-success', whose: 'future', what: 'what it reverts was deployed elsewhere' },
    sql: `UPDATE deployments SET reverts_id = '$dependency' WHERE id = '$future'`,
  },
  {
    ...{ name: 'timeline-follows-the-table', whose: 'succeeded', what: 'it ends with another status' },
    sql: `UPDATE timeline_entries SET to_status = 'failed' WHERE deployment_id = '$succeeded' AND to_status = 'succeeded'`,
  },
  {
    ...{
      name: 'timeline-follows-the-table',
      whose: 'succeeded',
      what: 'an entry begins elsewhere than the one before led',
    },
    sql: `UPDATE timeline_entries SET from_status = 'held' WHERE deployment_id = '$succeeded' AND to_status = 'running'`,
  },
  {
    ...{
      name: 'timeline-follows-the-table',
      whose: 'skipped',
      what: 'it takes a way that is not in the table',
    },
    sql: `UPDATE timeline_entries SET from_status = NULL
     WHERE deployment_id = '$skipped' AND from_status IS NOT NULL AND to_status = 'skipped';
     DELETE FROM timeline_entries WHERE deployment_id = '$skipped' AND to_status <> 'skipped'`,
  },
  {
    ...{ name: 'timeline-follows-the-table', whose: 'cancelled', what: 'it is empty' },
    sql: `DELETE FROM timeline_entries WHERE deployment_id = '$cancelled'`,
  },
  {
    ...{ name: 'wake-up-is-readable', whose: null, what: 'it says nothing' },
    sql: `INSERT INTO pgboss.job (name, data) VALUES ('wake-up', '{}')`,
  },
  {
    ...{ name: 'wake-up-is-readable', whose: 'waitsForService', what: 'it is for another team' },
    sql: `INSERT INTO pgboss.job (name, data) SELECT 'wake-up',
       jsonb_build_object('kind', 'deployment', 'teamId', gen_random_uuid(), 'deploymentId', '$waitsForService')`,
  },
  {
    ...{ name: 'wake-up-is-readable', whose: 'waitsForService', what: 'it is in the other queue' },
    sql: `INSERT INTO pgboss.job (name, data) SELECT 'run-step', data FROM pgboss.job WHERE id = ($waitsForService.wake_up_id)`,
  },
  {
    ...{ name: 'no-idle-wake-ups', whose: 'cancelled', what: 'it wakes what has ended' },
    sql: `INSERT INTO pgboss.job (name, data) SELECT 'wake-up',
       jsonb_build_object('kind', 'deployment', 'teamId', team_id, 'deploymentId', id) FROM deployments WHERE id = '$cancelled'`,
  },
  {
    ...{ name: 'settled-wake-ups-are-cleared-away', whose: null, what: 'a thousand are left' },
    sql: `INSERT INTO pgboss.job (name, data, state, completed_on)
     SELECT 'wake-up', '{}', 'completed', now() - interval '2 days' FROM generate_series(1, 1001)`,
  },
]

/** Puts the healthy world's ids into a break's statements. */
export function withIds(ids: HealthyWorld['ids'], statements: string): string {
  return statements.replaceAll(/\$(\w+)(?:\.(\w+))?/g, (_, name: Name, column?: string) => {
    const id = ids[name]
    if (column === 'wake_up_id') return `SELECT wake_up_id FROM deployments WHERE id = '${id}'`
    if (column === 'run_id') return `SELECT id FROM runs WHERE deployment_id = '${id}'`
    return id
  })
}

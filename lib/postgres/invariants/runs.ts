import { Prisma } from '@/lib/generated/prisma/client'
import { SOON, UNSETTLED } from './fragments'
import type { Invariant } from './invariant'

/** What is under way is carried on by somebody, once. */
export const RUN_INVARIANTS: readonly Invariant[] = [
  {
    name: 'running-has-one-run',
    sentence: 'What is running has exactly one unfinished run.',
    severity: 'fault',
    offenders: () => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id, count(r.id) || ' unfinished runs' AS detail
      FROM deployments d LEFT JOIN runs r
        ON r.team_id = d.team_id AND r.deployment_id = d.id AND r.finished_at IS NULL
      WHERE d.status = 'running' AND d.finished_at IS NULL
      GROUP BY d.team_id, d.id HAVING count(r.id) <> 1`,
  },
  {
    name: 'unfinished-run-is-of-running',
    sentence: 'An unfinished run belongs to a deployment that is running: none goes on after its end.',
    severity: 'fault',
    offenders: () => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id, d.status || ', but its run ' || r.id || ' is unfinished' AS detail
      FROM runs r JOIN deployments d ON d.team_id = r.team_id AND d.id = r.deployment_id
      WHERE r.finished_at IS NULL AND d.status <> 'running'`,
  },
  {
    name: 'run-has-wake-up',
    sentence: 'An unfinished run has the wake-up of its next step, with its number.',
    severity: 'fault',
    isLostWakeUp: true,
    offenders: ({ now }) => Prisma.sql`
      SELECT r.team_id, r.deployment_id, 'run ' || r.id || ', wake-up ' || r.wake_up || ' of ' || r.next_wake_up_at AS detail
      FROM runs r
      WHERE r.finished_at IS NULL AND NOT EXISTS (
        SELECT FROM pgboss.job j
        WHERE j.name = 'run-step' AND j.${UNSETTLED} AND j.data ->> 'runId' = r.id::text
          AND j.data ->> 'number' = r.wake_up::text
          AND j.start_after <= greatest(r.next_wake_up_at, ${now}::timestamptz) + ${SOON})`,
  },
  {
    name: 'run-is-carried-on',
    sentence: 'An unfinished run is in a worker’s hands, or its next step is not long due.',
    severity: 'fault',
    offenders: ({ now }) => Prisma.sql`
      SELECT r.team_id, r.deployment_id, 'run ' || r.id || ', ' || r.step || ' due ' || r.next_wake_up_at
        || coalesce(', ' || r.leased_by || ' had it until ' || r.lease_expires_at, '') AS detail
      FROM runs r
      WHERE r.finished_at IS NULL AND r.next_wake_up_at < ${now}::timestamptz - ${SOON}
        AND coalesce(r.lease_expires_at, '-infinity') < ${now}::timestamptz - ${SOON}`,
  },
  {
    name: 'one-run-per-service',
    sentence: 'No service has two unfinished runs.',
    severity: 'fault',
    offenders: () => Prisma.sql`
      SELECT r.team_id, r.deployment_id, 'run ' || r.id || ', as others, on ' || r.service_key AS detail
      FROM (SELECT *, count(*) OVER (PARTITION BY service_key) AS at_once FROM runs WHERE finished_at IS NULL) r
      WHERE r.at_once > 1`,
  },
]

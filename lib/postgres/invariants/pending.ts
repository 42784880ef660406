import { Prisma } from '@/lib/generated/prisma/client'
import { PENDING, SOON, UNSETTLED } from './fragments'
import type { Invariant } from './invariant'

/** Longer than a start takes, and than the queue takes to give a dead worker's wake-up to another one. */
const OVERDUE = Prisma.raw(`interval '20 seconds'`)

/** What waits for its time, or for something else, is woken when that has come. */
export const PENDING_INVARIANTS: readonly Invariant[] = [
  {
    name: 'future-has-wake-up',
    sentence: 'What is not due yet has its own wake-up, which rings no later than it is due.',
    severity: 'fault',
    isLostWakeUp: true,
    offenders: ({ now }) =>
      withoutWakeUp({
        pending: Prisma.sql`d.due_at > ${now}`,
        // One that awaits more than its time must at least be told when it is too late; one that a worker
        // has taken, a moment before it is due, rings again if that worker dies.
        ringsBy: Prisma.sql`greatest(CASE d.status WHEN 'scheduled' THEN d.due_at ELSE ${JUST_TOO_LATE} END,
          CASE WHEN j.output IS NOT NULL THEN ${now}::timestamptz + ${SOON} END)`,
      }),
  },
  {
    name: 'overdue-is-woken',
    sentence:
      'What has been due for 20 s and waits for nothing is about to be woken; what waits, or is held, is woken when its start deadline has passed.',
    severity: 'fault',
    isLostWakeUp: true,
    offenders: ({ now }) =>
      withoutWakeUp({
        pending: Prisma.sql`d.due_at < ${now}::timestamptz - ${OVERDUE}`,
        ringsBy: Prisma.sql`greatest(${now}::timestamptz + ${SOON},
          CASE d.status WHEN 'scheduled' THEN NULL ELSE ${JUST_TOO_LATE} END)`,
      }),
  },
  {
    name: 'waiting-has-a-cause',
    sentence: 'What waits, waits for something that has not ended; when that ends, it is woken.',
    severity: 'fault',
    isLostWakeUp: true,
    // Of many that wait for the same service, or for a place of the team's, only the next in line are woken.
    offenders: ({ now }) => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id, d.reason AS detail
      FROM deployments d
        JOIN environments e ON e.team_id = d.team_id AND e.id = d.environment_id
        JOIN targets t ON t.team_id = d.team_id AND t.id = d.target_id
      WHERE d.status = 'waiting'
        AND NOT EXISTS (
          SELECT FROM dependencies x JOIN deployments o ON o.team_id = x.team_id AND o.id = x.dependency_id
          WHERE x.team_id = d.team_id AND x.dependent_id = d.id AND o.finished_at IS NULL)
        AND NOT EXISTS (
          SELECT FROM runs r
          WHERE r.finished_at IS NULL AND r.service_key = e.cloud_account_id || '/' || e.cluster || '/' || t.service)
        AND NOT EXISTS (
          SELECT FROM runs r
          WHERE r.finished_at IS NULL AND r.team_id = d.team_id AND d.waiting_for = 'team')
        AND NOT EXISTS (
          SELECT FROM pgboss.job j
            JOIN deployments w ON w.id::text = j.data ->> 'deploymentId' AND w.status = 'waiting'
            JOIN environments we ON we.team_id = w.team_id AND we.id = w.environment_id
            JOIN targets wt ON wt.team_id = w.team_id AND wt.id = w.target_id
          WHERE j.name = 'wake-up' AND j.${UNSETTLED} AND j.start_after <= ${now}::timestamptz + ${SOON}
            AND w.team_id = d.team_id AND (w.id = d.id OR d.waiting_for = 'team'
              OR (we.cloud_account_id, we.cluster, wt.service) = (e.cloud_account_id, e.cluster, t.service)))`,
  },
]

/** Just after the start deadline, when all that is left to do is to say so. */
const JUST_TOO_LATE = Prisma.raw(`d.start_deadline_at + interval '1 second'`)

function withoutWakeUp({ pending, ringsBy }: { pending: Prisma.Sql; ringsBy: Prisma.Sql }): Prisma.Sql {
  return Prisma.sql`
    SELECT d.team_id, d.id AS deployment_id,
      d.status || ', due ' || d.due_at || ', ' || CASE
        WHEN j.id IS NULL THEN 'has no wake-up'
        WHEN j.start_after > ${ringsBy} THEN 'its wake-up rings ' || j.start_after
        ELSE 'its wake-up is for another' END AS detail
    FROM deployments d
      LEFT JOIN pgboss.job j ON j.name = 'wake-up' AND j.id = d.wake_up_id AND j.${UNSETTLED}
    WHERE d.status IN ${PENDING} AND ${pending}
      AND (j.id IS NULL OR j.start_after > ${ringsBy}
        OR j.data ->> 'deploymentId' IS DISTINCT FROM d.id::text OR j.data ->> 'teamId' IS DISTINCT FROM d.team_id::text)`
}

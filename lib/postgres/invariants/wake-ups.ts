import { Prisma } from '@/lib/generated/prisma/client'
import { ALL_QUEUES, PENDING, UNSETTLED } from './fragments'
import type { Invariant } from './invariant'

/** The queue holds what wakes something, and little else. */
export const WAKE_UP_INVARIANTS: readonly Invariant[] = [
  {
    name: 'wake-up-is-readable',
    sentence: 'A wake-up says whom it is for, in the queue for that kind, and names no row of another team.',
    severity: 'fault',
    offenders: () => Prisma.sql`
      SELECT CASE WHEN w.data ->> 'teamId' ~ ${UUID} THEN (w.data ->> 'teamId')::uuid END AS team_id,
        w.row_id AS deployment_id, w.name || ' ' || w.id || ' says ' || coalesce(w.data::text, 'nothing') AS detail
      FROM (${strangers}) w
        LEFT JOIN deployments d ON w.kind = 'deployment' AND d.id = w.row_id
        LEFT JOIN runs r ON w.kind = 'run' AND r.id = w.row_id
        LEFT JOIN cloud_accounts c ON w.kind = 'cloud_account' AND c.id = w.row_id
        LEFT JOIN schedules s ON w.kind = 'schedule' AND s.id = w.row_id
      WHERE w.row_id IS NULL OR w.data ->> 'teamId' IS NULL OR w.kind IS NULL
        OR w.name <> CASE w.kind WHEN 'run' THEN 'run-step' ELSE 'wake-up' END
        OR coalesce(d.team_id, r.team_id, c.team_id, s.team_id)::text <> w.data ->> 'teamId'`,
  },
  {
    name: 'no-idle-wake-ups',
    // A start that did not need its deadline's wake-up leaves it behind, for instance.
    sentence: 'A wake-up finds something to do when it rings.',
    severity: 'note',
    offenders: () => Prisma.sql`
      SELECT CASE WHEN w.data ->> 'teamId' ~ ${UUID} THEN (w.data ->> 'teamId')::uuid END AS team_id,
        coalesce(d.id, r.deployment_id) AS deployment_id,
        w.name || ' ' || w.id || ' rings ' || w.start_after || ', but '
          || coalesce(d.status::text, r.step::text, 'its row is gone') AS detail
      FROM (${strangers}) w
        LEFT JOIN deployments d ON w.kind = 'deployment' AND d.id = w.row_id
        LEFT JOIN runs r ON w.kind = 'run' AND r.id = w.row_id
      WHERE (w.kind = 'deployment' AND coalesce(d.status NOT IN ${PENDING}, true))
        OR (w.kind = 'run' AND (r.id IS NULL OR r.finished_at IS NOT NULL OR r.wake_up::text <> w.data ->> 'number'))`,
  },
  {
    name: 'settled-wake-ups-are-cleared-away',
    sentence: 'Wake-ups that were settled more than a day ago do not pile up.',
    severity: 'fault',
    offenders: ({ now }) => Prisma.sql`
      SELECT NULL::uuid AS team_id, NULL::uuid AS deployment_id,
        count(*) || ' in ' || j.name || ', the oldest settled ' || min(j.completed_on) AS detail
      FROM pgboss.job j
      WHERE j.name IN ${ALL_QUEUES} AND j.completed_on < ${now}::timestamptz - interval '26 hours'
      GROUP BY j.name HAVING count(*) > 1000`,
  },
]

const UUID = Prisma.raw(`'^[0-9a-fA-F-]{36}$'`)

/** Whom a job `j` wakes. */
const ROW_NAMED = Prisma.raw(
  `coalesce(j.data ->> 'deploymentId', j.data ->> 'runId', j.data ->> 'cloudAccountId', j.data ->> 'scheduleId')`,
)

/** Unsettled jobs that are no pending deployment's own wake-up: those are held against the deployments. */
const strangers = Prisma.sql`
  SELECT j.id, j.name, j.data, j.start_after, j.data ->> 'kind' AS kind,
    CASE WHEN ${ROW_NAMED} ~ ${UUID} THEN (${ROW_NAMED})::uuid END AS row_id
  FROM pgboss.job j LEFT JOIN deployments own ON own.wake_up_id = j.id AND own.status IN ${PENDING}
  WHERE j.name IN ${ALL_QUEUES} AND j.${UNSETTLED} AND own.id IS NULL`

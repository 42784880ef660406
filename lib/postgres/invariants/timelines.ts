import { canTransition, DEPLOYMENT_STATUSES } from '@/lib/domain/deployment-status'
import { Prisma } from '@/lib/generated/prisma/client'
import { inScope } from './fragments'
import type { Invariant } from './invariant'

/** What people are told agrees with what is. */
export const TIMELINE_INVARIANTS: readonly Invariant[] = [
  {
    name: 'timeline-follows-the-table',
    sentence:
      'A timeline begins with scheduled, goes on along the table of transitions, each from where the one before led, and ends with the deployment’s status.',
    severity: 'fault',
    // One pass over the entries that say that a status changed: of all the questions it is about the most rows.
    offenders: (moment) => Prisma.sql`
      SELECT step.team_id, step.id AS deployment_id, 'from ' || coalesce(step.from_status::text, 'nothing') || ' to '
        || coalesce(step.to_status::text, 'nothing') || ', after ' || coalesce(step.before::text, 'nothing')
        || '; it is ' || step.status AS detail
      FROM (
        SELECT d.team_id, d.id, d.status, t.from_status, t.to_status,
          lag(t.to_status) OVER entries AS before, lead(t.id) OVER entries IS NULL AS is_last
        FROM deployments d LEFT JOIN timeline_entries t
          ON t.team_id = d.team_id AND t.deployment_id = d.id AND t.to_status IS NOT NULL
        WHERE ${inScope(moment)}
        WINDOW entries AS (PARTITION BY d.id ORDER BY t.id)
      ) step
      WHERE step.from_status IS DISTINCT FROM step.before
        OR (step.is_last AND step.to_status IS DISTINCT FROM step.status)
        OR coalesce(step.from_status::text, '') || '>' || step.to_status NOT IN ${ALLOWED}`,
  },
]

/** `from>to`, as the domain has them. */
const ALLOWED = Prisma.raw(
  `(${[
    `'>scheduled'`,
    ...DEPLOYMENT_STATUSES.flatMap((from) =>
      DEPLOYMENT_STATUSES.filter((to) => canTransition(from, to)).map((to) => `'${from}>${to}'`),
    ),
  ].join(', ')})`,
)

import { Prisma } from '@/lib/generated/prisma/client'
import { inScope, PENDING } from './fragments'
import type { Invariant } from './invariant'

/** What is to be reverted is, and nothing else. */
export const REVERT_INVARIANTS: readonly Invariant[] = [
  {
    name: 'to-be-confirmed-has-revert',
    sentence:
      'What succeeded and was to be confirmed has a revert; once it is confirmed, that does not come any more.',
    severity: 'fault',
    offenders: ({ endedSince }) => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id,
        CASE WHEN d.confirmed_at IS NULL THEN 'has no revert'
          ELSE 'confirmed ' || d.confirmed_at || ', but its revert still comes' END AS detail
      FROM deployments d
      WHERE d.status = 'succeeded' AND d.confirm_within_minutes IS NOT NULL AND d.finished_at >= ${endedSince}
        AND CASE WHEN d.confirmed_at IS NULL
          THEN NOT EXISTS (SELECT FROM deployments r WHERE r.team_id = d.team_id AND r.reverts_id = d.id)
          ELSE EXISTS (
            SELECT FROM deployments r WHERE r.team_id = d.team_id AND r.reverts_id = d.id
              AND r.status IN ${PENDING} AND r.created_at <= d.confirmed_at) END`,
  },
  {
    name: 'revert-follows-success',
    sentence: 'A revert goes where what it reverts went, and starts only after that has succeeded.',
    severity: 'fault',
    offenders: (moment) => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id, d.status || ', reverts ' || o.id || ', which is ' || o.status
        || CASE WHEN o.target_id = d.target_id THEN '' ELSE ' elsewhere' END AS detail
      FROM deployments d JOIN deployments o ON o.team_id = d.team_id AND o.id = d.reverts_id
      WHERE ${inScope(moment)} AND (o.target_id <> d.target_id
        OR (d.started_at IS NOT NULL AND (o.status <> 'succeeded' OR o.finished_at > d.started_at)))`,
  },
]

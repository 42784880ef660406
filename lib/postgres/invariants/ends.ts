import { Prisma } from '@/lib/generated/prisma/client'
import { ENDED, inScope } from './fragments'
import type { Invariant } from './invariant'

/** What has ended says why, and what its runs left behind bears it out. */
export const END_INVARIANTS: readonly Invariant[] = [
  {
    name: 'ended-says-why-and-when',
    sentence: 'What has ended has a reason and the time of its end; what has not, has no end.',
    severity: 'fault',
    offenders: (moment) => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id,
        d.status || ', finished ' || coalesce(d.finished_at::text, 'never') || ', reason “' || d.reason || '”' AS detail
      FROM deployments d
      WHERE ${inScope(moment)} AND CASE WHEN d.status IN ${ENDED}
        THEN d.finished_at IS NULL OR d.finished_at < d.started_at OR btrim(d.reason) = ''
        ELSE d.finished_at IS NOT NULL END`,
  },
  {
    name: 'finished-run-has-outcome',
    sentence: 'A run that has finished has an outcome, and one that has not has none.',
    severity: 'fault',
    offenders: ({ endedSince }) => Prisma.sql`
      SELECT r.team_id, r.deployment_id, 'run ' || r.id || ', finished ' || coalesce(r.finished_at::text, 'never')
        || ', outcome ' || coalesce(r.outcome::text, 'none') AS detail
      FROM runs r
      WHERE (r.finished_at IS NULL OR r.finished_at >= ${endedSince})
        AND (r.finished_at IS NULL) <> (r.outcome IS NULL)`,
  },
  {
    name: 'ended-as-its-run-did',
    sentence: 'What was started and has ended, ended as its last run did.',
    severity: 'fault',
    offenders: ({ endedSince }) => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id,
        d.status || ', its last run ' || coalesce(last.outcome::text, 'has no outcome') AS detail
      FROM deployments d LEFT JOIN (
        SELECT DISTINCT ON (r.team_id, r.deployment_id) r.team_id, r.deployment_id, r.outcome
        FROM runs r ORDER BY r.team_id, r.deployment_id, r.attempt DESC
      ) last ON last.team_id = d.team_id AND last.deployment_id = d.id
      WHERE d.finished_at >= ${endedSince} AND d.started_at IS NOT NULL AND last.outcome IS DISTINCT FROM d.status`,
  },
  {
    name: 'run-means-started',
    sentence: 'What never started has no run.',
    severity: 'fault',
    offenders: (moment) => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id, d.status || ', has run ' || r.id AS detail
      FROM runs r JOIN deployments d ON d.team_id = r.team_id AND d.id = r.deployment_id
      WHERE d.started_at IS NULL AND ${inScope(moment)}`,
  },
  {
    name: 'outcome-explains-rollout',
    sentence:
      'A run’s outcome explains the rollout on its record: success and rollback had one, and one that was cancelled was asked to stop, and stopped.',
    severity: 'fault',
    offenders: ({ endedSince }) => Prisma.sql`
      SELECT r.team_id, r.deployment_id, 'run ' || r.id || ' ' || r.outcome || ', rollout '
        || coalesce(r.record -> 'rollout' ->> 'rolloutId', 'none') AS detail
      FROM runs r
      WHERE r.finished_at >= ${endedSince} AND CASE r.outcome
        WHEN 'succeeded' THEN r.record ->> 'rollout' IS NULL
        WHEN 'rolled_back' THEN r.record ->> 'rollout' IS NULL
        WHEN 'cancelled' THEN r.cancel_requested_at IS NULL
          OR (r.record ->> 'rollout' IS NOT NULL AND r.record ->> 'stop' IS NULL)
        ELSE false END`,
  },
]

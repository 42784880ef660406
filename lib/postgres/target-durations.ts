import type { MeasuredDuration } from '@/lib/domain/expected-duration'
import type { TeamDatabase } from './database'

/** By target: what its last successful runs took, fifty at the most, so that it follows what changes. */
export async function targetDurations(
  { client, teamId }: TeamDatabase,
  targetIds: readonly string[],
): Promise<Map<string, MeasuredDuration>> {
  const rows = await client.$queryRaw<(MeasuredDuration & { targetId: string })[]>`
    SELECT t.id::text AS "targetId", count(last.ms)::int AS runs,
      percentile_disc(0.9) WITHIN GROUP (ORDER BY last.ms) AS "p90Ms"
    FROM unnest(${[...new Set(targetIds)]}::uuid[]) AS t(id) CROSS JOIN LATERAL (
      SELECT extract(epoch FROM r.finished_at - r.started_at)::float8 * 1000 AS ms
      FROM deployments d JOIN runs r ON r.team_id = d.team_id AND r.deployment_id = d.id
      WHERE d.team_id = ${teamId}::uuid AND d.target_id = t.id AND d.status = 'succeeded' AND r.outcome = 'succeeded'
      ORDER BY r.finished_at DESC LIMIT 50
    ) AS last
    GROUP BY t.id`
  return new Map(rows.map(({ targetId, ...measured }) => [targetId, measured]))
}

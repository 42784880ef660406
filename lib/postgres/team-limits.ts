import type { TeamDatabase } from './database'

/** The team's running deployments, and how many it may have. */
export interface TeamRoom {
  running: number
  limit: number
}

/**
 * Whether another deployment may start. Whoever starts one on this answer holds the lock on the team's
 * starts already: of two workers that count at the same moment only one may take the last place, and a
 * statement that waits for a lock goes on with what it saw before.
 */
export async function teamRoom({ client, teamId }: TeamDatabase): Promise<TeamRoom> {
  const [room] = await client.$queryRaw<TeamRoom[]>`
    SELECT t.max_running AS "limit", (
      SELECT count(*)::int FROM deployments d WHERE d.team_id = t.id AND d.status = 'running'
    ) AS running
    FROM teams t WHERE t.id = ${teamId}::uuid`
  if (room === undefined) throw new Error(`There is no team ${teamId}.`)
  return room
}

/**
 * The due deployments that wait for a free place, those due first before the others. Deployments that
 * end at the same moment find different ones: what one of them has found, the others pass over.
 */
export async function nextInTeam(
  { client, teamId }: TeamDatabase,
  { now, limit }: { now: Date; limit: number },
): Promise<string[]> {
  if (limit <= 0) return []
  const rows = await client.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM deployments
    WHERE team_id = ${teamId}::uuid AND status = 'waiting' AND waiting_for = 'team' AND due_at <= ${now}
    ORDER BY due_at, id LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED`
  return rows.map(({ id }) => id)
}

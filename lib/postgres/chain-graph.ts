import type { ChainEdge } from '@/lib/domain/chain-layout'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'
import type { TeamDatabase } from './database'
import { SUMMARY_COLUMNS, toSummary } from './deployment-rows'

export interface ChainGraph {
  deployments: DeploymentSummary[]
  edges: ChainEdge[]
}

/** More than anybody can read; ends the walk through what is woven together over weeks. */
const MAX_EDGES = 200

/**
 * All that a deployment needs, directly or over others, and all that needs it, with the edges between
 * them. What is only needed by the same, or needs the same, is not part of its chain.
 */
export async function chainGraph(database: TeamDatabase, id: string): Promise<ChainGraph> {
  const edges = await edgesAround(database, id)
  const ids = [...new Set([id, ...edges.flatMap(({ dependent, dependency }) => [dependent, dependency])])]
  const rows = await database.client.deployment.findMany({
    where: { teamId: database.teamId, id: { in: ids } },
    select: SUMMARY_COLUMNS,
  })
  return { deployments: rows.map(toSummary), edges }
}

/** Both walks end by themselves: an edge is walked once, and edges have no cycle. */
async function edgesAround({ client, teamId }: TeamDatabase, id: string): Promise<ChainEdge[]> {
  return client.$queryRaw<ChainEdge[]>`
    WITH RECURSIVE before(dependent_id, dependency_id) AS (
      SELECT x.dependent_id, x.dependency_id FROM dependencies x
      WHERE x.team_id = ${teamId}::uuid AND x.dependent_id = ${id}::uuid
      UNION
      SELECT x.dependent_id, x.dependency_id FROM before
        JOIN dependencies x ON x.team_id = ${teamId}::uuid AND x.dependent_id = before.dependency_id
    ),
    after(dependent_id, dependency_id) AS (
      SELECT x.dependent_id, x.dependency_id FROM dependencies x
      WHERE x.team_id = ${teamId}::uuid AND x.dependency_id = ${id}::uuid
      UNION
      SELECT x.dependent_id, x.dependency_id FROM after
        JOIN dependencies x ON x.team_id = ${teamId}::uuid AND x.dependency_id = after.dependent_id
    )
    SELECT x.dependent_id::text AS dependent, x.dependency_id::text AS dependency,
      x.delay_minutes AS "delayMinutes", x.when_late::text AS "whenLate", x.late_after_minutes AS "lateAfterMinutes"
    FROM (SELECT * FROM before UNION SELECT * FROM after LIMIT ${MAX_EDGES}) AS way
      JOIN dependencies x ON x.team_id = ${teamId}::uuid
        AND x.dependent_id = way.dependent_id AND x.dependency_id = way.dependency_id
    ORDER BY 1, 2`
}

import type { DependencyView } from '@/lib/queries/deployment-views'
import type { TeamDatabase } from './database'
import { type EdgeRow, SUMMARY_COLUMNS, toDependencyView } from './deployment-rows'

/** Longer than any chain that people make; ends the walk should one be. */
const MAX_CHAIN = 50

/**
 * The direct dependencies of the deployments `ids`, of the first dependency of each, of the first of that,
 * and so on. By dependent; the one that is due first comes first.
 */
export async function dependencyChains(
  database: TeamDatabase,
  ids: readonly string[],
): Promise<Map<string, DependencyView[]>> {
  const edges = await edgesAlongChains(database, ids)
  const rows = await database.client.deployment.findMany({
    where: { teamId: database.teamId, id: { in: [...new Set(edges.map((edge) => edge.dependencyId))] } },
    select: SUMMARY_COLUMNS,
  })
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const chains = new Map<string, DependencyView[]>()
  for (const { dependentId, dependencyId, ...edge } of edges) {
    const row = rowOf.get(dependencyId)
    if (row === undefined) continue
    chains.set(dependentId, [...(chains.get(dependentId) ?? []), toDependencyView(edge, row)])
  }
  return chains
}

interface Edge extends EdgeRow {
  dependentId: string
  dependencyId: string
}

/** Along the first dependencies only: all of them could be exponentially many ways through one graph. */
async function edgesAlongChains(database: TeamDatabase, ids: readonly string[]): Promise<Edge[]> {
  return database.client.$queryRaw<Edge[]>`
    WITH RECURSIVE chain(id, depth) AS (
      SELECT unnest(${ids}::uuid[]), 0
      UNION
      SELECT first.dependency_id, chain.depth + 1
      FROM chain CROSS JOIN LATERAL (
        SELECT edge.dependency_id
        FROM dependencies edge JOIN deployments needed ON needed.team_id = edge.team_id AND needed.id = edge.dependency_id
        WHERE edge.team_id = ${database.teamId}::uuid AND edge.dependent_id = chain.id
        ORDER BY needed.due_at, needed.id LIMIT 1) first
      WHERE chain.depth < ${MAX_CHAIN}
    )
    SELECT edge.dependent_id AS "dependentId", edge.dependency_id AS "dependencyId", edge.lead_minutes AS "leadMinutes",
      edge.delay_minutes AS "delayMinutes", edge.when_late::text AS "whenLate", edge.late_after_minutes AS "lateAfterMinutes"
    FROM dependencies edge JOIN deployments needed ON needed.team_id = edge.team_id AND needed.id = edge.dependency_id
    WHERE edge.team_id = ${database.teamId}::uuid AND edge.dependent_id IN (SELECT id FROM chain)
    ORDER BY edge.dependent_id, needed.due_at, needed.id`
}

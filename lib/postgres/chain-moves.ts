import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { DependentEdge } from '@/lib/domain/followers'
import { targetLabel } from '@/lib/domain/target-label'
import type { TeamDatabase } from './database'

/** A dependency that moves along with a deployment. */
export interface Companion {
  id: string
  label: string
  status: DeploymentStatus
  dueAt: Date
  environmentId: string
  applicationId: string
}

type Named<Row> = Omit<Row, 'label'> & { applicationName: string; environmentName: string }

/**
 * What moves along with a deployment: the dependencies that were made for it, and, where it was made for
 * another one itself, those that were made for the same and that it needs, directly or over others. What
 * is due first comes first.
 */
export async function companionsOf({ client, teamId }: TeamDatabase, id: string): Promise<Companion[]> {
  const rows = await client.$queryRaw<Named<Companion>[]>`
    WITH RECURSIVE moved AS (
      SELECT d.id, d.made_for_id FROM deployments d WHERE d.team_id = ${teamId}::uuid AND d.id = ${id}::uuid
    ),
    needed(id) AS (
      SELECT id FROM moved
      UNION
      SELECT d.id FROM needed
        JOIN dependencies x ON x.team_id = ${teamId}::uuid AND x.dependent_id = needed.id
        JOIN deployments d ON d.team_id = x.team_id AND d.id = x.dependency_id
          AND d.made_for_id = (SELECT made_for_id FROM moved)
    )
    SELECT d.id, d.status::text, d.due_at AS "dueAt", d.environment_id AS "environmentId",
      d.application_id AS "applicationId", a.name AS "applicationName", e.name AS "environmentName"
    FROM deployments d
      JOIN applications a ON a.team_id = d.team_id AND a.id = d.application_id
      JOIN environments e ON e.team_id = d.team_id AND e.id = d.environment_id
    WHERE d.team_id = ${teamId}::uuid AND d.id <> ${id}::uuid
      AND (d.made_for_id = ${id}::uuid OR d.id IN (SELECT id FROM needed))
    ORDER BY d.due_at, d.id`
  return rows.map(named)
}

/** What needs these deployments, and what needs those among them that follow one, and so on. */
export async function dependentEdges(
  { client, teamId }: TeamDatabase,
  ids: readonly string[],
): Promise<DependentEdge[]> {
  const rows = await client.$queryRaw<Named<DependentEdge>[]>`
    WITH RECURSIVE edge(id, "of", delay_minutes) AS (
      SELECT x.dependent_id, x.dependency_id, x.delay_minutes FROM dependencies x
      WHERE x.team_id = ${teamId}::uuid AND x.dependency_id = ANY(${[...ids]}::uuid[])
      UNION
      SELECT x.dependent_id, x.dependency_id, x.delay_minutes FROM edge
        JOIN dependencies x ON x.team_id = ${teamId}::uuid AND x.dependency_id = edge.id
      WHERE edge.delay_minutes IS NOT NULL
    )
    SELECT edge.id::text, edge."of"::text, edge.delay_minutes AS "delayMinutes", d.status::text, d.due_at AS "dueAt",
      a.name AS "applicationName", e.name AS "environmentName"
    FROM edge
      JOIN deployments d ON d.team_id = ${teamId}::uuid AND d.id = edge.id
      JOIN applications a ON a.team_id = d.team_id AND a.id = d.application_id
      JOIN environments e ON e.team_id = d.team_id AND e.id = d.environment_id
    ORDER BY d.due_at, d.id, edge."of"`
  return rows.map(named)
}

function named<Row extends { applicationName: string; environmentName: string }>(
  row: Row,
): Omit<Row, 'applicationName' | 'environmentName'> & { label: string } {
  const { applicationName, environmentName, ...rest } = row
  return { ...rest, label: targetLabel({ name: applicationName }, { name: environmentName }) }
}

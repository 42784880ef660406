import type { StartDependency } from '@/lib/domain/start-decision'
import { targetLabel } from '@/lib/domain/target-label'
import { Prisma } from '@/lib/generated/prisma/client'
import type { TeamDatabase } from './database'
import { LOCKED_COLUMNS, LOCKED_TABLES, type LockedDeployment, type LockedRow, toLocked } from './deployments'

/** Deployments whose rows are locked until the transaction ends, and the database's clock after that. */
export interface DueDeployments {
  deployments: LockedDeployment[]
  /** Null when there is none. */
  now: Date | null
}

/**
 * Locks the team's starts, so that no two workers give away the same service or the team's last place,
 * and then the deployments. With `skipLocked`, those that somebody else holds at the moment are left out.
 */
export async function lockDueDeployments(
  database: TeamDatabase,
  ids: readonly string[],
  { skipLocked }: { skipLocked: boolean },
): Promise<DueDeployments> {
  const { client, teamId, clock } = database
  const lock = skipLocked ? Prisma.sql`FOR UPDATE OF d SKIP LOCKED` : Prisma.sql`FOR UPDATE OF d`
  const rows = await client.$queryRaw<(LockedRow & { now: Date })[]>`
    WITH team_lock AS MATERIALIZED (SELECT pg_advisory_xact_lock(${startLock(teamId)})),
    locked AS MATERIALIZED (
      SELECT ${LOCKED_COLUMNS} FROM team_lock, ${LOCKED_TABLES}
      WHERE d.team_id = ${teamId}::uuid AND d.id = ANY(${[...ids]}::uuid[]) ${lock}
    )
    SELECT locked.*, ${clock} AS now FROM locked`
  const deployments = rows.map(({ now: _, ...row }) => toLocked(row))
  return { deployments, now: rows.at(-1)?.now ?? null }
}

/** For whoever starts a run of the team without `lockDueDeployments`; taken before any deployment's row. */
export async function lockStarts({ client, teamId }: TeamDatabase): Promise<void> {
  await client.$executeRaw`SELECT pg_advisory_xact_lock(${startLock(teamId)})`
}

function startLock(teamId: string): Prisma.Sql {
  return Prisma.sql`hashtextextended(${`starts/${teamId}`}, 0)`
}

/** What decides whether deployments may start, read after the locks were taken. */
export interface StartFactsRead {
  /** By dependent. */
  dependencies: Map<string, StartDependency[]>
  /** The deployment whose run is under way, by service key. */
  busyServices: Map<string, { deploymentId: string; label: string }>
  /** Runs there have been, by deployment; none is left out. */
  attempts: Map<string, number>
}

export async function readStartFacts(
  { client, teamId }: TeamDatabase,
  ids: readonly string[],
  serviceKeys: readonly string[],
): Promise<StartFactsRead> {
  const rows = await client.$queryRaw<FactRow[]>`
    SELECT 'dependency' AS fact, x.dependent_id::text AS of, d.id::text AS id, d.status::text AS status, d.reason,
      a.name AS "applicationName", e.name AS "environmentName", NULL::int AS count
    FROM dependencies x JOIN deployments d ON d.team_id = x.team_id AND d.id = x.dependency_id
      JOIN applications a ON a.team_id = d.team_id AND a.id = d.application_id
      JOIN environments e ON e.team_id = d.team_id AND e.id = d.environment_id
    WHERE x.team_id = ${teamId}::uuid AND x.dependent_id = ANY(${[...ids]}::uuid[])
    UNION ALL
    SELECT 'busy', r.service_key, d.id::text, d.status::text, d.reason, a.name, e.name, NULL
    FROM runs r JOIN deployments d ON d.team_id = r.team_id AND d.id = r.deployment_id
      JOIN applications a ON a.team_id = d.team_id AND a.id = d.application_id
      JOIN environments e ON e.team_id = d.team_id AND e.id = d.environment_id
    WHERE r.team_id = ${teamId}::uuid AND r.finished_at IS NULL AND r.service_key = ANY(${[...serviceKeys]}::text[])
    UNION ALL
    SELECT 'attempts', r.deployment_id::text, NULL, NULL, NULL, NULL, NULL, count(*)::int
    FROM runs r WHERE r.team_id = ${teamId}::uuid AND r.deployment_id = ANY(${[...ids]}::uuid[])
    GROUP BY r.deployment_id`
  return collect(rows)
}

interface Related {
  id: string
  status: StartDependency['status']
  reason: string
  applicationName: string
  environmentName: string
}

type FactRow = { of: string } & (
  | ({ fact: 'dependency' | 'busy' } & Related)
  | { fact: 'attempts'; count: number }
)

function collect(rows: readonly FactRow[]): StartFactsRead {
  const facts: StartFactsRead = { dependencies: new Map(), busyServices: new Map(), attempts: new Map() }
  for (const row of rows) {
    if (row.fact === 'attempts') {
      facts.attempts.set(row.of, row.count)
      continue
    }
    const label = targetLabel({ name: row.applicationName }, { name: row.environmentName })
    if (row.fact === 'busy') facts.busyServices.set(row.of, { deploymentId: row.id, label })
    else {
      const { id, status, reason } = row
      facts.dependencies.set(row.of, [
        ...(facts.dependencies.get(row.of) ?? []),
        { id, label, status, reason },
      ])
    }
  }
  return facts
}

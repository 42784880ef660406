import { assertNever } from '@/lib/domain/assert-never'
import type { LateAction } from '@/lib/domain/edge-rule'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import type { StartDependency } from '@/lib/domain/start-decision'
import { targetLabel } from '@/lib/domain/target-label'
import { Prisma } from '@/lib/generated/prisma/client'
import type { TeamDatabase } from './database'
import {
  LOCKED_COLUMNS,
  LOCKED_TABLES,
  type LockedDeployment,
  type LockedRow,
  lockDeployment,
  toLocked,
} from './deployments'
import { type FreezeWindowJson, freezeWindowOf, freezeWindowsJson } from './freeze-windows'

/** Deployments whose rows are locked until the transaction ends, and the database's clock after that. */
export interface DueDeployments {
  deployments: LockedDeployment[]
  /** Null when there is none. */
  now: Date | null
}

/**
 * Waits until the instant from which on they may start, then locks the team's starts, so that no two
 * workers give away the same service or the team's last place, its waits, because some may have to wait,
 * and then the deployments. It is the database that waits: by the clock that judges, and with the
 * statement there already, so that a worker that is busy with something else is not late.
 */
export async function lockDueDeployments(
  database: TeamDatabase,
  ids: readonly string[],
  { notBefore, skipLocked }: LockOrder,
): Promise<DueDeployments> {
  const { client, teamId, clock } = database
  const lock = skipLocked ? Prisma.sql`FOR UPDATE OF d SKIP LOCKED` : Prisma.sql`FOR UPDATE OF d`
  const rows = await client.$queryRaw<(LockedRow & { now: Date })[]>`
    WITH due AS MATERIALIZED (
      SELECT pg_sleep(least(greatest(extract(epoch FROM ${notBefore}::timestamptz - ${clock}), 0), ${LONGEST_WAIT_SECONDS}))
    ),
    starts AS MATERIALIZED (SELECT pg_advisory_xact_lock(${startsLock(teamId)}) FROM due),
    waits AS MATERIALIZED (SELECT pg_advisory_xact_lock(${waitsLock(teamId)}) FROM starts),
    locked AS MATERIALIZED (
      SELECT ${LOCKED_COLUMNS} FROM waits, ${LOCKED_TABLES}
      WHERE d.team_id = ${teamId}::uuid AND d.id = ANY(${[...ids]}::uuid[]) ${lock}
    )
    SELECT locked.*, ${clock} AS now FROM locked`
  const deployments = rows.map(({ now: _, ...row }) => toLocked(row))
  return { deployments, now: rows.at(-1)?.now ?? null }
}

/** A deployment as it was read, and what changes when its row, its environment's or its target's does. */
export type VersionedDeployment = LockedDeployment & { version: string }

/** The same without waiting and without locks, for a plan that is looked at again when it is carried out. */
export async function readDueDeployments(
  { client, teamId }: TeamDatabase,
  ids: readonly string[],
): Promise<VersionedDeployment[]> {
  const rows = await client.$queryRaw<(LockedRow & { version: string })[]>`
    SELECT ${LOCKED_COLUMNS}, concat_ws('/', d.xmin, e.xmin, t.xmin) AS version FROM ${LOCKED_TABLES}
    WHERE d.team_id = ${teamId}::uuid AND d.id = ANY(${[...ids]}::uuid[])`
  return rows.map(({ version, ...row }) => ({ ...toLocked(row), version }))
}

export interface LockOrder {
  /** When the wake-ups that rang, perhaps a little early, are due; null: now. At most a second is waited. */
  notBefore: Date | null
  /** Whether to leave out those that somebody else holds at the moment. */
  skipLocked: boolean
}

const LONGEST_WAIT_SECONDS = 1

/** For whoever starts a deployment by hand: its row, and before that the team's starts. */
export async function lockDeploymentAndStarts(
  database: TeamDatabase,
  id: string,
): Promise<LockedDeployment | null> {
  await database.client.$executeRaw`SELECT pg_advisory_xact_lock(${startsLock(database.teamId)})`
  return lockDeployment(database, id)
}

/**
 * For whoever changes when deployments may start at all: what decides about a start at this moment has
 * decided before, or sees the change; and nobody is held without whoever lifts the freeze knowing it.
 */
export async function lockStartsAndWaits(database: TeamDatabase): Promise<void> {
  await database.client.$executeRaw`SELECT pg_advisory_xact_lock(${startsLock(database.teamId)})`
  await lockWaits(database)
}

/**
 * For whoever frees what others wait for, before any deployment's row. Otherwise a start that decides at
 * this moment would see it taken and go to wait for it, while whoever frees it does not see that anybody
 * waits: nobody would be woken.
 */
export async function lockWaits({ client, teamId }: TeamDatabase): Promise<void> {
  await client.$executeRaw`SELECT pg_advisory_xact_lock(${waitsLock(teamId)})`
}

/** For whoever ends a deployment: its row, and before that the team's waits. */
export async function lockDeploymentAndWaits(
  database: TeamDatabase,
  id: string,
): Promise<LockedDeployment | null> {
  await lockWaits(database)
  return lockDeployment(database, id)
}

/** Whoever takes both takes this one first. The database's `shipclock_start_as_planned` takes it too. */
function startsLock(teamId: string): Prisma.Sql {
  return Prisma.sql`hashtextextended(${`starts/${teamId}`}, 0)`
}

function waitsLock(teamId: string): Prisma.Sql {
  return Prisma.sql`hashtextextended(${`waits/${teamId}`}, 0)`
}

/** What decides whether deployments may start, read after the locks were taken. */
export interface StartFactsRead {
  /** By dependent. */
  dependencies: Map<string, StartDependency[]>
  /** The deployment whose run is under way, by service key. */
  busyServices: Map<string, { deploymentId: string; label: string }>
  /** Runs there have been, by deployment; none is left out. */
  attempts: Map<string, number>
  /** The team's running deployments, and how many it may have. */
  room: { running: number; limit: number }
  /** The team's windows that still matter, and what changes when any of them does. */
  freezes: { windows: FreezeWindow[]; version: number }
}

export async function readStartFacts(
  database: TeamDatabase,
  ids: readonly string[],
  serviceKeys: readonly string[],
): Promise<StartFactsRead> {
  const { client, teamId } = database
  const rows = await client.$queryRaw<FactRow[]>`
    SELECT 'dependency' AS fact, x.dependent_id::text AS of, d.id::text AS id, d.status::text AS status, d.reason,
      a.name AS "applicationName", e.name AS "environmentName", NULL::int AS count, NULL::int AS "limit",
      x.delay_minutes AS "delayMinutes", x.when_late::text AS "whenLate", x.late_after_minutes AS "lateAfterMinutes",
      d.due_at AS "dueAt", d.finished_at AS "finishedAt", NULL::jsonb AS windows, NULL::int AS "freezesVersion"
    FROM dependencies x JOIN deployments d ON d.team_id = x.team_id AND d.id = x.dependency_id
      JOIN applications a ON a.team_id = d.team_id AND a.id = d.application_id
      JOIN environments e ON e.team_id = d.team_id AND e.id = d.environment_id
    WHERE x.team_id = ${teamId}::uuid AND x.dependent_id = ANY(${[...ids]}::uuid[])
    UNION ALL
    SELECT 'busy', r.service_key, d.id::text, d.status::text, d.reason, a.name, e.name, NULL, NULL,
      NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM runs r JOIN deployments d ON d.team_id = r.team_id AND d.id = r.deployment_id
      JOIN applications a ON a.team_id = d.team_id AND a.id = d.application_id
      JOIN environments e ON e.team_id = d.team_id AND e.id = d.environment_id
    WHERE r.team_id = ${teamId}::uuid AND r.finished_at IS NULL AND r.service_key = ANY(${[...serviceKeys]}::text[])
    UNION ALL
    SELECT 'attempts', r.deployment_id::text, NULL, NULL, NULL, NULL, NULL, count(*)::int, NULL,
      NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM runs r WHERE r.team_id = ${teamId}::uuid AND r.deployment_id = ANY(${[...ids]}::uuid[])
    GROUP BY r.deployment_id
    UNION ALL
    SELECT 'room', NULL, NULL, NULL, NULL, NULL, NULL, (
      SELECT count(*)::int FROM deployments d WHERE d.team_id = t.id AND d.status = 'running'
    ), t.max_running, NULL, NULL, NULL, NULL, NULL, (${freezeWindowsJson(database)}), t.freezes_version
    FROM teams t WHERE t.id = ${teamId}::uuid`
  return collect(rows)
}

interface Related {
  id: string
  status: StartDependency['status']
  reason: string
  applicationName: string
  environmentName: string
}

interface RelatedByRule extends Related {
  delayMinutes: number | null
  whenLate: LateAction
  lateAfterMinutes: number
  dueAt: Date
  finishedAt: Date | null
}

type FactRow =
  | ({ fact: 'dependency'; of: string } & RelatedByRule)
  | ({ fact: 'busy'; of: string } & Related)
  | { fact: 'attempts'; of: string; count: number }
  | { fact: 'room'; count: number; limit: number; windows: FreezeWindowJson[]; freezesVersion: number }

function collect(rows: readonly FactRow[]): StartFactsRead {
  const facts: StartFactsRead = {
    ...{ dependencies: new Map(), busyServices: new Map(), attempts: new Map() },
    ...{ room: { running: 0, limit: 0 }, freezes: { windows: [], version: 0 } },
  }
  for (const row of rows) {
    switch (row.fact) {
      case 'attempts':
        facts.attempts.set(row.of, row.count)
        break
      case 'room':
        facts.room = { running: row.count, limit: row.limit }
        facts.freezes = { windows: row.windows.map(freezeWindowOf), version: row.freezesVersion }
        break
      case 'busy':
        facts.busyServices.set(row.of, { deploymentId: row.id, label: labelOf(row) })
        break
      case 'dependency': {
        const others = facts.dependencies.get(row.of) ?? []
        facts.dependencies.set(row.of, [...others, toDependency(row)])
        break
      }
      default:
        assertNever(row)
    }
  }
  return facts
}

function toDependency(row: RelatedByRule): StartDependency {
  const { id, status, reason, dueAt, finishedAt, delayMinutes, whenLate, lateAfterMinutes } = row
  const succeededAt = status === 'succeeded' ? finishedAt : null
  const rule = { delayMinutes, whenLate, lateAfterMinutes, dueAt, succeededAt }
  return { id, label: labelOf(row), status, reason, rule }
}

function labelOf({ applicationName, environmentName }: Related): string {
  return targetLabel({ name: applicationName }, { name: environmentName })
}

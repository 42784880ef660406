import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { PENDING_STATUSES } from '@/lib/domain/deployment-status'
import type { Overlap } from '@/lib/domain/due-time'
import type { EdgeRule } from '@/lib/domain/edge-rule'
import type { WaitingFor } from '@/lib/domain/start-decision'
import { targetLabel } from '@/lib/domain/target-label'
import { Prisma } from '@/lib/generated/prisma/client'
import type { TeamDatabase } from './database'

export interface NewDeployment {
  id: string
  targetId: string
  applicationId: string
  environmentId: string
  reason: string
  image: string | null
  note: string | null
  localTime: string
  timezone: string
  overlap: Overlap | null
  zoneDatabaseVersion: string
  dueAt: Date
  startDeadlineAt: Date
  madeForId: string | null
  /** The deployment that it brings back what ran before of; left out where it deploys anew. */
  revertsId?: string | null
  confirmWithinMinutes?: number | null
  finishByAt?: Date | null
  wakeUpId: string
  createdAt: Date
  createdById: string | null
  createdBy: string
  requestKey: string | null
}

export async function insertDeployment(database: TeamDatabase, row: NewDeployment): Promise<void> {
  await database.client.deployment.create({ data: { ...row, teamId: database.teamId }, select: { id: true } })
}

export async function insertDependency(
  database: TeamDatabase,
  edge: { dependentId: string; dependencyId: string; leadMinutes: number } & Partial<EdgeRule>,
): Promise<void> {
  await database.client.dependency.create({
    data: { ...edge, teamId: database.teamId },
    select: { dependentId: true },
  })
}

/**
 * The deployment that this request key made before, and those that were made with it, or null. The
 * same key sent twice at once queues up here, so that the second finds what the first made.
 */
export async function deploymentsOfRequest(
  database: TeamDatabase,
  requestKey: string,
): Promise<string[] | null> {
  const lock = `${database.teamId}/${requestKey}`
  await database.client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 1))`
  const root = await database.client.deployment.findFirst({
    where: { teamId: database.teamId, requestKey },
    select: { id: true, madeWithThis: { select: { id: true }, orderBy: { id: 'asc' } } },
  })
  return root === null ? null : [root.id, ...root.madeWithThis.map((row) => row.id)]
}

/** What the rules of starting, moving and cancelling ask about one deployment. */
export interface LockedDeployment {
  id: string
  status: DeploymentStatus
  label: string
  image: string | null
  dueAt: Date
  startDeadlineAt: Date
  localTime: string
  timezone: string
  overlap: Overlap | null
  startedAt: Date | null
  wakeUpId: string
  applicationId: string
  environmentId: string
  /** When somebody let it through freezes. */
  freezeOverriddenAt: Date | null
  imageRepository: string | null
  cloudAccountId: string
  cluster: string
  service: string
  container: string
  /** The deployment that it reverts. */
  revertsId: string | null
  /** How long after its success somebody has to confirm it, or it is reverted. */
  confirmWithinMinutes: number | null
}

/**
 * Locks the deployment's row until the transaction ends: start, cancel, move and retry of one
 * deployment happen one after the other. Null: there is none in this team.
 */
export function lockDeployment(database: TeamDatabase, id: string): Promise<LockedDeployment | null> {
  return findDeployment(database, id, Prisma.sql`FOR UPDATE OF d`)
}

/** The same without the lock, for those who only need to know what is deployed where. */
export function readDeployment(database: TeamDatabase, id: string): Promise<LockedDeployment | null> {
  return findDeployment(database, id, Prisma.empty)
}

/** One statement, because every step of a run waits for it. */
async function findDeployment(
  { client, teamId }: TeamDatabase,
  id: string,
  lock: Prisma.Sql,
): Promise<LockedDeployment | null> {
  const [row] = await client.$queryRaw<LockedRow[]>`
    SELECT ${LOCKED_COLUMNS} FROM ${LOCKED_TABLES}
    WHERE d.team_id = ${teamId}::uuid AND d.id = ${id}::uuid ${lock}`
  return row === undefined ? null : toLocked(row)
}

export type LockedRow = Omit<LockedDeployment, 'label'> & { applicationName: string; environmentName: string }

export const LOCKED_COLUMNS = Prisma.sql`
  d.id, d.status::text, d.image, d.due_at AS "dueAt", d.start_deadline_at AS "startDeadlineAt",
  d.local_time AS "localTime", d.timezone, d.overlap::text, d.started_at AS "startedAt",
  d.wake_up_id AS "wakeUpId", d.application_id AS "applicationId", d.environment_id AS "environmentId",
  d.freeze_overridden_at AS "freezeOverriddenAt", a.name AS "applicationName", e.name AS "environmentName", e.cluster,
  e.cloud_account_id AS "cloudAccountId", t.service, t.container, t.image_repository AS "imageRepository",
  d.reverts_id AS "revertsId", d.confirm_within_minutes AS "confirmWithinMinutes"`

export const LOCKED_TABLES = Prisma.sql`
  deployments d
    JOIN applications a ON a.team_id = d.team_id AND a.id = d.application_id
    JOIN environments e ON e.team_id = d.team_id AND e.id = d.environment_id
    JOIN targets t ON t.team_id = d.team_id AND t.id = d.target_id`

export function toLocked({ applicationName, environmentName, ...deployment }: LockedRow): LockedDeployment {
  return { ...deployment, label: targetLabel({ name: applicationName }, { name: environmentName }) }
}

/** A deployment at the other end of a dependency, as far as rules and sentences need it. */
export interface RelatedDeployment {
  id: string
  status: DeploymentStatus
  reason: string
  label: string
  dueAt: Date
  wakeUpId: string
}

const RELATED_COLUMNS = {
  id: true,
  status: true,
  reason: true,
  dueAt: true,
  wakeUpId: true,
  application: { select: { name: true } },
  environment: { select: { name: true } },
} as const

type RelatedRow = Omit<RelatedDeployment, 'label'> & {
  application: { name: string }
  environment: { name: string }
}

function toRelated({ application, environment, ...row }: RelatedRow): RelatedDeployment {
  return { ...row, label: targetLabel(application, environment) }
}

/** What this deployment depends on. */
export async function dependenciesOf(database: TeamDatabase, id: string): Promise<RelatedDeployment[]> {
  const edges = await database.client.dependency.findMany({
    where: { teamId: database.teamId, dependentId: id },
    select: { dependency: { select: RELATED_COLUMNS } },
    orderBy: { dependencyId: 'asc' },
  })
  return edges.map((edge) => toRelated(edge.dependency))
}

/** Held by freezes, those due first before the others. */
export async function heldDeployments(database: TeamDatabase): Promise<string[]> {
  const rows = await database.client.deployment.findMany({
    where: { teamId: database.teamId, status: 'held', finishedAt: null },
    select: { id: true },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ id }) => id)
}

/** What depends on this deployment. */
export async function dependentsOf(database: TeamDatabase, id: string): Promise<RelatedDeployment[]> {
  const edges = await database.client.dependency.findMany({
    where: { teamId: database.teamId, dependencyId: id },
    select: { dependent: { select: RELATED_COLUMNS } },
    orderBy: { dependentId: 'asc' },
  })
  return edges.map((edge) => toRelated(edge.dependent))
}

/** The deployments that were made with this one, for it. */
export async function madeWith(database: TeamDatabase, id: string): Promise<RelatedDeployment[]> {
  const rows = await database.client.deployment.findMany({
    where: { teamId: database.teamId, madeForId: id },
    select: RELATED_COLUMNS,
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toRelated)
}

/** Deployments by id, for dependencies on what is scheduled already. */
export async function relatedDeployments(
  database: TeamDatabase,
  ids: string[],
): Promise<RelatedDeployment[]> {
  const rows = await database.client.deployment.findMany({
    where: { teamId: database.teamId, id: { in: ids } },
    select: RELATED_COLUMNS,
  })
  return rows.map(toRelated)
}

/** Pending deployments that became due and have the same service: the next in line when a run ends. */
export async function waitingForService(
  database: TeamDatabase,
  service: { cloudAccountId: string; cluster: string; service: string; now: Date },
): Promise<string[]> {
  const rows = await database.client.deployment.findMany({
    where: {
      teamId: database.teamId,
      status: { in: [...PENDING_STATUSES] },
      // Says the same once more, in the way in which the index of what has not ended says it: without it all
      // that the team ever deployed was read at the end of each run.
      finishedAt: null,
      dueAt: { lte: service.now },
      target: { service: service.service },
      environment: { cloudAccountId: service.cloudAccountId, cluster: service.cluster },
    },
    select: { id: true },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: 10,
  })
  return rows.map((row) => row.id)
}

export interface DeploymentChange {
  image?: string | null
  note?: string | null
  localTime?: string
  timezone?: string
  overlap?: Overlap | null
  zoneDatabaseVersion?: string
  dueAt?: Date
  startDeadlineAt?: Date
  finishByAt?: Date | null
  wakeUpId?: string
  startedAt?: Date
  reason?: string
  waitingFor?: WaitingFor | null
  freezeOverriddenAt?: Date | null
}

/** Changes everything but the status, which only `transition` writes. The row is locked by the caller. */
export async function changeDeployment(
  database: TeamDatabase,
  id: string,
  change: DeploymentChange,
): Promise<void> {
  await database.client.deployment.update({
    where: { teamId_id: { teamId: database.teamId, id } },
    data: change,
    select: { id: true },
  })
}

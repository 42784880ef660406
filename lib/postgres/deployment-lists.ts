import { type DeploymentStatus, hasEnded } from '@/lib/domain/deployment-status'
import type { Prisma } from '@/lib/generated/prisma/client'
import type { DependencyView, DeploymentSummary } from '@/lib/queries/deployment-views'
import type { TeamDatabase } from './database'
import { EDGE_COLUMNS, SUMMARY_COLUMNS, toDependencyView, toSummary } from './deployment-rows'

export interface DeploymentFilter {
  statuses?: DeploymentStatus[]
  /** Id or slug. */
  application?: string
  environment?: string
  /** Due at or after. */
  from?: Date
  /** Due before. */
  to?: Date
  /** Part of the application's name, the image or the note. */
  search?: string
}

export interface ListPosition {
  dueAt: Date
  id: string
}

/** One stretch of the list in the order of due times, after `after`. Walks an index: equally quick on every page. */
export async function deploymentsByDue(
  database: TeamDatabase,
  filter: DeploymentFilter,
  page: { order: 'asc' | 'desc'; after: ListPosition | null; limit: number },
): Promise<DeploymentSummary[]> {
  const rows = await database.client.deployment.findMany({
    where: { AND: [await where(database, filter), ...afterPosition(page.order, page.after)] },
    orderBy: [{ dueAt: page.order }, { id: page.order }],
    take: page.limit,
    select: SUMMARY_COLUMNS,
  })
  return rows.map(toSummary)
}

export async function deploymentSummary(
  database: TeamDatabase,
  id: string,
): Promise<DeploymentSummary | null> {
  const row = await database.client.deployment.findFirst({
    where: { teamId: database.teamId, id },
    select: SUMMARY_COLUMNS,
  })
  return row === null ? null : toSummary(row)
}

export async function dependencyViews(
  database: TeamDatabase,
  id: string,
): Promise<{ dependencies: DependencyView[]; dependents: DependencyView[] }> {
  const edges = await database.client.dependency.findMany({
    where: { teamId: database.teamId, OR: [{ dependentId: id }, { dependencyId: id }] },
    select: {
      dependentId: true,
      ...EDGE_COLUMNS,
      dependency: { select: SUMMARY_COLUMNS },
      dependent: { select: SUMMARY_COLUMNS },
    },
    orderBy: [{ dependencyId: 'asc' }, { dependentId: 'asc' }],
  })
  return {
    dependencies: edges
      .filter((edge) => edge.dependentId === id)
      .map((edge) => toDependencyView(edge, edge.dependency)),
    dependents: edges
      .filter((edge) => edge.dependentId !== id)
      .map((edge) => toDependencyView(edge, edge.dependent)),
  }
}

/**
 * Names become ids first, from small tables: the list itself is then read along an index of its own
 * columns, however long it is.
 */
async function where(database: TeamDatabase, filter: DeploymentFilter): Promise<Prisma.DeploymentWhereInput> {
  const { statuses, application, environment, from, to, search } = filter
  return {
    teamId: database.teamId,
    ...(statuses && { status: { in: statuses } }),
    // Says the same once more, in the way in which the index of what has not ended says it.
    ...(statuses && !statuses.some(hasEnded) && { finishedAt: null }),
    ...(application && { applicationId: await applicationId(database, application) }),
    ...(environment && { environmentId: await environmentId(database, environment) }),
    ...((from || to) && { dueAt: { gte: from, lt: to } }),
    ...(search && { OR: await matches(database, search) }),
  }
}

/** Of what does not exist no deployment is found. */
const NO_ID = '00000000-0000-0000-0000-000000000000'

async function applicationId(database: TeamDatabase, name: string): Promise<string> {
  const where = { teamId: database.teamId, ...idOrSlug(name) }
  return (await database.client.application.findFirst({ where, select: { id: true } }))?.id ?? NO_ID
}

async function environmentId(database: TeamDatabase, name: string): Promise<string> {
  const where = { teamId: database.teamId, ...idOrSlug(name) }
  return (await database.client.environment.findFirst({ where, select: { id: true } }))?.id ?? NO_ID
}

function afterPosition(order: 'asc' | 'desc', after: ListPosition | null): Prisma.DeploymentWhereInput[] {
  if (after === null) return []
  const beyond = order === 'asc' ? 'gt' : 'lt'
  const from = order === 'asc' ? 'gte' : 'lte'
  // The first condition is implied by the second; it is what lets the index be entered at the right place.
  return [
    { dueAt: { [from]: after.dueAt } },
    { OR: [{ dueAt: { [beyond]: after.dueAt } }, { dueAt: after.dueAt, id: { [beyond]: after.id } }] },
  ]
}

async function matches(database: TeamDatabase, text: string): Promise<Prisma.DeploymentWhereInput[]> {
  const { teamId } = database
  const contains = { contains: text, mode: 'insensitive' } as const
  const applications = await database.client.application.findMany({
    where: { teamId, OR: [{ name: contains }, { slug: contains }] },
    select: { id: true },
  })
  const targets = await database.client.target.findMany({
    where: { teamId, service: contains },
    select: { id: true },
  })
  return [
    { applicationId: { in: applications.map(({ id }) => id) } },
    { targetId: { in: targets.map(({ id }) => id) } },
    { image: contains },
    { note: contains },
  ]
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Ids and slugs can't be mistaken for each other: a slug has no such form. */
export function idOrSlug(text: string): { id: string } | { slug: string } {
  return UUID.test(text) ? { id: text.toLowerCase() } : { slug: text }
}

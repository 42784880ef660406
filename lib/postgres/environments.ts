import { isUuid } from '@/lib/domain/uuid'
import type { EnvironmentView } from '@/lib/queries/resource-views'
import type { TeamDatabase } from './database'
import { idOrSlug } from './deployment-lists'

const VIEW_COLUMNS = {
  id: true,
  name: true,
  slug: true,
  cluster: true,
  startDeadlineMinutes: true,
  createdAt: true,
  cloudAccount: { select: { id: true, name: true, region: true } },
} as const

/** By name. */
export async function listEnvironments(database: TeamDatabase): Promise<EnvironmentView[]> {
  return database.client.environment.findMany({
    where: { teamId: database.teamId },
    select: VIEW_COLUMNS,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
}

/** By id or slug. */
export async function environmentView(
  database: TeamDatabase,
  idOrItsSlug: string,
): Promise<EnvironmentView | null> {
  return database.client.environment.findFirst({
    where: { teamId: database.teamId, ...idOrSlug(idOrItsSlug) },
    select: VIEW_COLUMNS,
  })
}

export interface NewEnvironment {
  name: string
  slug: string
  cloudAccountId: string
  cluster: string
  startDeadlineMinutes: number | null
}

/** @throws UniqueViolation when the slug is taken. */
export async function insertEnvironment(
  database: TeamDatabase,
  environment: NewEnvironment,
): Promise<EnvironmentView> {
  return database.client.environment.create({
    data: { ...environment, teamId: database.teamId },
    select: VIEW_COLUMNS,
  })
}

export async function changeEnvironment(
  database: TeamDatabase,
  id: string,
  change: Omit<NewEnvironment, 'slug'>,
): Promise<EnvironmentView> {
  return database.client.environment.update({
    where: { teamId_id: { teamId: database.teamId, id } },
    data: change,
    select: VIEW_COLUMNS,
  })
}

export async function deleteEnvironment(database: TeamDatabase, id: string): Promise<void> {
  await database.client.environment.delete({
    where: { teamId_id: { teamId: database.teamId, id } },
    select: { id: true },
  })
}

/** Locks the environment until the transaction ends, so that nothing begins to use it. False: there is none. */
export async function lockEnvironment(database: TeamDatabase, id: string): Promise<boolean> {
  if (!isUuid(id)) return false
  const rows = await database.client.$queryRaw<{ id: string }[]>`
    SELECT id FROM environments WHERE team_id = ${database.teamId}::uuid AND id = ${id}::uuid FOR UPDATE`
  return rows.length > 0
}

/** Names of the environments in a cloud account. */
export async function environmentsInCloudAccount(
  database: TeamDatabase,
  cloudAccountId: string,
): Promise<string[]> {
  const rows = await database.client.environment.findMany({
    where: { teamId: database.teamId, cloudAccountId },
    select: { name: true },
    orderBy: { name: 'asc' },
  })
  return rows.map(({ name }) => name)
}

import { isUuid } from '@/lib/domain/uuid'
import { Prisma } from '@/lib/generated/prisma/client'
import type { ApplicationView } from '@/lib/queries/resource-views'
import type { TeamDatabase } from './database'
import { idOrSlug } from './deployment-lists'

const VIEW_COLUMNS = {
  id: true,
  name: true,
  slug: true,
  createdAt: true,
  targets: {
    where: { retiredAt: null },
    select: {
      id: true,
      service: true,
      container: true,
      imageRepository: true,
      environment: { select: { id: true, name: true, slug: true, startDeadlineMinutes: true } },
    },
    orderBy: { environment: { name: 'asc' } },
  },
} as const

/** By name. */
export async function listApplications(database: TeamDatabase): Promise<ApplicationView[]> {
  return database.client.application.findMany({
    where: { teamId: database.teamId },
    select: VIEW_COLUMNS,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
}

/** By id or slug. */
export async function applicationView(
  database: TeamDatabase,
  idOrItsSlug: string,
): Promise<ApplicationView | null> {
  return database.client.application.findFirst({
    where: { teamId: database.teamId, ...idOrSlug(idOrItsSlug) },
    select: VIEW_COLUMNS,
  })
}

/** Answers its id. @throws UniqueViolation when the slug is taken. */
export async function insertApplication(
  database: TeamDatabase,
  application: { name: string; slug: string },
): Promise<string> {
  const { id } = await database.client.application.create({
    data: { ...application, teamId: database.teamId },
    select: { id: true },
  })
  return id
}

export async function changeApplication(
  database: TeamDatabase,
  id: string,
  change: { name: string; slug: string },
): Promise<void> {
  await database.client.application.update({
    where: { teamId_id: { teamId: database.teamId, id } },
    data: change,
    select: { id: true },
  })
}

/** With its targets. */
export async function deleteApplication(database: TeamDatabase, id: string): Promise<void> {
  await database.client.application.delete({
    where: { teamId_id: { teamId: database.teamId, id } },
    select: { id: true },
  })
}

/**
 * Locks the application until the transaction ends: against other changes of it, or also against its use
 * by new deployments. Those lock its target first, so whoever locks both does the same. False: there is none.
 */
export async function lockApplication(
  database: TeamDatabase,
  id: string,
  against: 'changes' | 'use',
): Promise<boolean> {
  if (!isUuid(id)) return false
  const strength = against === 'use' ? Prisma.sql`FOR UPDATE` : Prisma.sql`FOR NO KEY UPDATE`
  const rows = await database.client.$queryRaw<{ id: string }[]>`
    SELECT id FROM applications WHERE team_id = ${database.teamId}::uuid AND id = ${id}::uuid ${strength}`
  return rows.length > 0
}

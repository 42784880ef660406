import type { TeamView } from '@/lib/queries/resource-views'
import type { SystemDatabase, TeamDatabase } from './database'

export interface TeamRecord {
  teamId: string
  name: string
  slug: string
}

/** @throws UniqueViolation when the slug is taken. */
export async function insertTeam(
  database: SystemDatabase,
  team: { name: string; slug: string },
): Promise<TeamRecord> {
  const { id, ...row } = await database.client.team.create({
    data: team,
    select: { id: true, name: true, slug: true },
  })
  return { teamId: id, ...row }
}

export async function teamBySlug(database: SystemDatabase, slug: string): Promise<TeamRecord | null> {
  const row = await database.client.team.findUnique({
    where: { slug },
    select: { id: true, name: true, slug: true },
  })
  return row === null ? null : { teamId: row.id, name: row.name, slug: row.slug }
}

const VIEW_COLUMNS = { id: true, name: true, slug: true, maxRunning: true } as const

/** The team that `database` is of. */
export async function teamView({ client, teamId }: TeamDatabase): Promise<TeamView> {
  return client.team.findUniqueOrThrow({ where: { id: teamId }, select: VIEW_COLUMNS })
}

/** Changes how many deployments the team may have running at once. */
export async function changeTeamLimit({ client, teamId }: TeamDatabase, maxRunning: number): Promise<void> {
  await client.team.update({ where: { id: teamId }, data: { maxRunning }, select: { id: true } })
}

import type { SystemDatabase } from './database'

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

import { teamIdOfRow } from '@/lib/auth/team-id'
import { nameFault, slugFault } from '@/lib/domain/field-faults'
import { accept, type Result } from '@/lib/domain/result'
import { slugify } from '@/lib/domain/slug'
import type { TeamId } from '@/lib/domain/team'
import type { Database, SystemDatabase } from '@/lib/postgres/database'
import { insertTeam, teamBySlug } from '@/lib/postgres/teams'
import { inOneTransaction } from './in-one-transaction'
import { type AlreadyExists, alreadyExists, firstFault, type Invalid } from './resource-refusals'

export interface CreatedTeam {
  teamId: TeamId
  name: string
  slug: string
}

/** Makes a team without members. For the command line and the first start only. */
export async function createTeam(
  services: { database: Database },
  input: { name: string },
): Promise<Result<CreatedTeam, Invalid | AlreadyExists>> {
  return inOneTransaction(services, (database) => makeTeam(database, input.name, 'name'))
}

/** As a part of another use case; `path` is the field that the name came from. */
export async function makeTeam(
  database: SystemDatabase,
  givenName: string,
  path: string,
): Promise<Result<CreatedTeam, Invalid | AlreadyExists>> {
  const name = givenName.trim()
  const slug = slugify(name)
  const fault = firstFault({ [path]: nameFault(name) ?? slugFault(slug) })
  if (fault !== null) return fault
  if ((await teamBySlug(database, slug)) !== null) return alreadyExists(path)
  const team = await insertTeam(database, { name, slug })
  return accept({ ...team, teamId: teamIdOfRow(team) })
}

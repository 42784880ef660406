import { hashPassword } from '@/lib/auth/password'
import { teamIdOfRow } from '@/lib/auth/team-id'
import { parseEmailAddress } from '@/lib/domain/email-address'
import { nameFault } from '@/lib/domain/field-faults'
import type { Role } from '@/lib/domain/permissions'
import { accept, type Result } from '@/lib/domain/result'
import { slugify } from '@/lib/domain/slug'
import type { TeamId } from '@/lib/domain/team'
import type { Database, SystemDatabase } from '@/lib/postgres/database'
import { putMembership } from '@/lib/postgres/memberships'
import { teamBySlug } from '@/lib/postgres/teams'
import { insertUser, type UserRecord, userByEmail } from '@/lib/postgres/users'
import { makeTeam } from './create-team'
import { inOneTransaction } from './in-one-transaction'
import { type AlreadyExists, firstFault, type Invalid, invalid } from './resource-refusals'

export interface CreateUserInput {
  email: string
  password: string
  /** Null: the part of the e-mail address before the @. */
  name: string | null
  /** Name or slug; made when there is none. */
  team: string
  role: Role
}

export interface CreatedUser {
  userId: string
  name: string
  teamId: TeamId
  team: string
  /** False: there was a user with this e-mail address, whose password and name stayed. */
  isNew: boolean
}

/**
 * Makes a user and a member of a team of them; of a user who exists, a member with this role. For the
 * command line and the first start only.
 */
export async function createUser(
  services: { database: Database },
  input: CreateUserInput,
): Promise<Result<CreatedUser, Invalid | AlreadyExists>> {
  const email = parseEmailAddress(input.email)
  if (email === null) return invalid('email', 'This is not an e-mail address.')
  const name = input.name?.trim() || email.slice(0, email.indexOf('@'))
  const fault = firstFault({ name: nameFault(name) })
  if (fault !== null) return fault
  const passwordHash = await hashPassword(input.password)
  if (!passwordHash.ok) return passwordHash
  return inOneTransaction(services, async (database) => {
    const team = await findOrMakeTeam(database, input.team)
    if (!team.ok) return team
    const { user, isNew } = await findOrInsertUser(database, {
      email,
      name,
      passwordHash: passwordHash.value,
    })
    await putMembership(database, { teamId: team.value.teamId, userId: user.id, role: input.role })
    return accept({
      userId: user.id,
      name: user.name,
      teamId: team.value.teamId,
      team: team.value.name,
      isNew,
    })
  })
}

async function findOrMakeTeam(database: SystemDatabase, nameOrSlug: string) {
  const existing = await teamBySlug(database, slugify(nameOrSlug.trim()))
  if (existing !== null) return accept({ name: existing.name, teamId: teamIdOfRow(existing) })
  return makeTeam(database, nameOrSlug, 'team')
}

async function findOrInsertUser(
  database: SystemDatabase,
  user: { email: string; name: string; passwordHash: string },
): Promise<{ user: UserRecord; isNew: boolean }> {
  const existing = await userByEmail(database, user.email)
  if (existing !== null) return { user: existing, isNew: false }
  return { user: await insertUser(database, user), isNew: true }
}

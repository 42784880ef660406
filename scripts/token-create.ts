import { teamIdOfRow } from '@/lib/auth/team-id'
import { parseEmailAddress } from '@/lib/domain/email-address'
import { listWords } from '@/lib/domain/list-words'
import { slugify } from '@/lib/domain/slug'
import type { SystemDatabase } from '@/lib/postgres/database'
import { type TeamOfUser, teamsOfUser } from '@/lib/postgres/memberships'
import { userByEmail } from '@/lib/postgres/users'
import { issueApiToken } from '@/lib/use-cases/create-api-token'
import { CommandError } from '@/scripts/command-error'
import { withMigratedDatabase } from '@/scripts/command-services'
import { refusalError } from '@/scripts/refusal-error'

export interface CreateTokenOptions {
  email: string
  name: string
  /** Name or slug; null when the user belongs to one team. */
  team: string | null
  expiresInDays: number | null
}

/** `shipclock token create`: the token alone on stdout, for `TOKEN=$(…)`. */
export async function createTokenCommand(options: CreateTokenOptions): Promise<number> {
  return withMigratedDatabase(async ({ database }) => {
    const owner = await database.asSystem((system) => findOwner(system, options))
    const { name, expiresInDays } = options
    const result = await database.asTeam(teamIdOfRow(owner.team), (team) =>
      issueApiToken(team, owner.userId, { name, expiresInDays }),
    )
    if (!result.ok) throw await refusalError(result.refusal)
    process.stdout.write(`${result.value.token}\n`)
    return 0
  })
}

async function findOwner(
  database: SystemDatabase,
  { email, team }: CreateTokenOptions,
): Promise<{ userId: string; team: TeamOfUser }> {
  const user = await userByEmail(database, parseEmailAddress(email) ?? '')
  if (user === null) throw new CommandError(`There is no user ${email}: make one with \`user create\`.`)
  if (user.disabledAt !== null) throw new CommandError(`${email} is disabled: a token would not count.`)
  const teams = await teamsOfUser(database, user.id)
  return { userId: user.id, team: chooseTeam(teams, email, team) }
}

function chooseTeam(teams: TeamOfUser[], email: string, wanted: string | null): TeamOfUser {
  const [first, ...others] = teams
  if (first === undefined) throw new CommandError(`${email} belongs to no team.`)
  const names = listWords(teams.map(({ name }) => name))
  if (wanted === null) {
    if (others.length === 0) return first
    throw new CommandError(`${email} belongs to ${names}: choose one with --team.`)
  }
  const team = teams.find(({ slug }) => slug === slugify(wanted.trim()))
  if (team === undefined) throw new CommandError(`${email} does not belong to ${wanted}, only to ${names}.`)
  return team
}

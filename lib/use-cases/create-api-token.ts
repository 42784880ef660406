import { hashOfApiToken, makeApiToken, shownPartOfApiToken } from '@/lib/auth/api-token'
import { nameFault } from '@/lib/domain/field-faults'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { accept, type Result } from '@/lib/domain/result'
import { insertApiToken } from '@/lib/postgres/api-tokens'
import type { TeamDatabase } from '@/lib/postgres/database'
import { firstFault, type Invalid } from './resource-refusals'
import { useCase } from './use-case'

export interface CreateApiTokenInput {
  name: string
  /** From now; null: until it is revoked. */
  expiresInDays: number | null
}

const MAX_DAYS = 3650
const DAY_MS = 24 * 60 * 60 * 1000

export interface CreatedApiToken {
  id: string
  /** Shown once, stored nowhere. */
  token: string
}

/** Makes a token that acts for its maker in this team, with the role they have at the time of use. */
export const createApiToken = useCase(
  'view',
  async ({ database, actor }, input: CreateApiTokenInput): Promise<Result<CreatedApiToken, Invalid>> => {
    if (actor.userId === null) throw new InvariantViolated('Only people have API tokens.')
    return issueApiToken(database, actor.userId, input)
  },
)

/** For a member of the team that `database` is of, as the command line found one. */
export async function issueApiToken(
  database: TeamDatabase,
  userId: string,
  input: CreateApiTokenInput,
): Promise<Result<CreatedApiToken, Invalid>> {
  const name = input.name.trim()
  const fault = firstFault({ name: nameFault(name), expiresInDays: daysFault(input.expiresInDays) })
  if (fault !== null) return fault
  const token = makeApiToken()
  const now = await database.now()
  const id = await insertApiToken(database, {
    userId,
    name,
    prefix: shownPartOfApiToken(token),
    hash: hashOfApiToken(token),
    createdAt: now,
    expiresAt: input.expiresInDays === null ? null : new Date(now.getTime() + input.expiresInDays * DAY_MS),
  })
  return accept({ id, token })
}

function daysFault(days: number | null): string | null {
  if (days === null || (Number.isInteger(days) && days >= 1 && days <= MAX_DAYS)) return null
  return `A token is good for 1 to ${MAX_DAYS} days, or without end.`
}

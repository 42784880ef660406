import type { Actor } from '@/lib/domain/actor'
import { may } from '@/lib/domain/permissions'
import { type Result, refuse } from '@/lib/domain/result'
import { isUuid } from '@/lib/domain/uuid'
import type { SystemDatabase } from '@/lib/postgres/database'
import { lockMember, type MemberStanding } from '@/lib/postgres/memberships'
import { inOneTransaction } from './in-one-transaction'
import { type Invalid, invalid, type NotFound, notFound } from './resource-refusals'
import type { UseCase } from './use-case'

export interface MemberContext {
  /** Sees all teams, because users are nobody's alone: write only what concerns this member. */
  database: SystemDatabase
  actor: Actor
  member: MemberStanding
}

/**
 * Makes a use case that changes a member of the actor's team. Admins only; whoever is not a member of
 * this team does not exist; the memberships are locked, so that what was found stays true.
 */
export function memberUseCase<Input extends { userId: string }, Refusal>(
  carryOut: (context: MemberContext, input: Input) => Promise<Result<{ userId: string }, Refusal>>,
): UseCase<Input, { userId: string }, Refusal | NotFound> {
  return async (services, actor, input) => {
    const { role, teamId } = actor
    if (!may(role, 'administer')) return refuse({ kind: 'forbidden', permission: 'administer', role })
    if (!isUuid(input.userId)) return notFound('member')
    return inOneTransaction(
      services,
      async (database): Promise<Result<{ userId: string }, Refusal | NotFound>> => {
        const member = await lockMember(database, teamId, input.userId)
        return member === null ? notFound('member') : carryOut({ database, actor, member }, input)
      },
    )
  }
}

/** Refuses to take the last admin who can sign in away from a team; null when there is another. */
export function lastAdminObstacle(
  member: MemberStanding,
  path: string,
): { ok: false; refusal: Invalid } | null {
  if (member.role !== 'admin' || member.disabled || member.otherAdmins) return null
  return invalid(path, 'The team needs an admin: make somebody else one first.')
}

/** Refuses what would reach into other teams that the user belongs to; null when there are none. */
export function otherTeamsObstacle(
  member: MemberStanding,
  path: string,
): { ok: false; refusal: Invalid } | null {
  if (!member.inOtherTeams) return null
  return invalid(path, 'This user belongs to other teams too. Remove them from this team instead.')
}

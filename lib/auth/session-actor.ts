import type { Actor } from '@/lib/domain/actor'
import type { Database, SystemDatabase } from '@/lib/postgres/database'
import { sessionHasEnded } from '@/lib/postgres/ended-sessions'
import { type TeamOfUser, teamsOfUser } from '@/lib/postgres/memberships'
import { type UserRecord, userById } from '@/lib/postgres/users'
import type { SessionClaims } from './session-claims'
import { teamIdOfRow } from './team-id'

/** Somebody who is signed in, and the team that they work for at the moment. */
export interface SignedIn {
  actor: Actor
  user: { id: string; name: string; email: string }
  team: TeamOfUser
  /** All they belong to, the oldest membership first. */
  teams: TeamOfUser[]
}

/**
 * Who a session's cookie stands for now. User, session and memberships are read anew each time, so that
 * signing out, being disabled and losing a role count from the next request on.
 *
 * `chosenTeamId` comes from the browser and is only a wish: a team that the user does not belong to is
 * passed over for their first one.
 */
export async function signedInBySession(
  services: { database: Database },
  claims: SessionClaims,
  chosenTeamId: string | null,
): Promise<SignedIn | null> {
  return services.database.asSystem(async (database) => {
    const user = await userOfSession(database, claims)
    if (user === null) return null
    const teams = await teamsOfUser(database, user.id)
    const team = teams.find(({ teamId }) => teamId === chosenTeamId) ?? teams[0]
    if (team === undefined) return null
    const actor = { teamId: teamIdOfRow(team), userId: user.id, role: team.role, label: user.name }
    return { actor, user: { id: user.id, name: user.name, email: user.email }, team, teams }
  })
}

async function userOfSession(database: SystemDatabase, claims: SessionClaims): Promise<UserRecord | null> {
  const user = await userById(database, claims.userId)
  if (user === null || user.disabledAt !== null || user.sessionVersion !== claims.version) return null
  return (await sessionHasEnded(database, claims.sessionId)) ? null : user
}

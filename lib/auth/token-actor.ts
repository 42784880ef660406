import type { Actor } from '@/lib/domain/actor'
import { apiTokenByHash, type PresentedToken, touchApiToken } from '@/lib/postgres/api-tokens'
import type { Database } from '@/lib/postgres/database'
import { hashOfApiToken, isApiToken } from './api-token'
import { teamIdOfRow } from './team-id'

const TOUCH_EVERY_MS = 60_000

/**
 * Who calls with the API token `token` (what follows `Authorization: Bearer `); null when it doesn't
 * count: made up, expired, revoked, or its user was disabled or left the team. The role is the user's
 * of now, not that of when the token was made.
 */
export async function actorFromToken(services: { database: Database }, token: string): Promise<Actor | null> {
  if (!isApiToken(token)) return null
  return services.database.asSystem(async (database) => {
    const presented = await apiTokenByHash(database, hashOfApiToken(token))
    if (presented === null) return null
    const now = await database.now()
    const actor = actorOf(presented, now)
    if (actor !== null && needsTouch(presented, now)) await touchApiToken(database, presented.id, now)
    return actor
  })
}

function actorOf(token: PresentedToken, now: Date): Actor | null {
  const expired = token.expiresAt !== null && token.expiresAt <= now
  if (expired || token.revokedAt !== null || token.user.disabledAt !== null || token.role === null)
    return null
  return {
    teamId: teamIdOfRow(token),
    userId: token.user.id,
    role: token.role,
    label: `${token.user.name} (token ${token.name})`,
  }
}

/** Once a minute is exact enough, and spares a write for each request. */
function needsTouch(token: PresentedToken, now: Date): boolean {
  return token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() >= TOUCH_EVERY_MS
}

import type { Actor } from '@/lib/domain/actor'
import { apiTokenByHash, type PresentedToken, touchApiToken } from '@/lib/postgres/api-tokens'
import type { Database } from '@/lib/postgres/database'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
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
  const known = await services.database.asSystem(async (database) => {
    const presented = await apiTokenByHash(database, hashOfApiToken(token))
    return presented === null ? null : { presented, now: await database.now() }
  })
  if (known === null) return null
  const actor = actorOf(known.presented, known.now)
  if (actor !== null && needsTouch(known.presented, known.now)) await noteUse(services.database, known)
  return actor
}

/** By itself: while the database takes no changes, reading goes on. */
async function noteUse(
  database: Database,
  { presented, now }: { presented: PresentedToken; now: Date },
): Promise<void> {
  try {
    await database.asSystem((system) => touchApiToken(system, presented.id, now))
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error
  }
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

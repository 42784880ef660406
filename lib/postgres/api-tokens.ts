import type { Role } from '@/lib/domain/permissions'
import type { ApiTokenView } from '@/lib/queries/resource-views'
import type { SystemDatabase, TeamDatabase } from './database'

export interface NewApiToken {
  userId: string
  name: string
  prefix: string
  hash: string
  createdAt: Date
  expiresAt: Date | null
}

export async function insertApiToken(database: TeamDatabase, token: NewApiToken): Promise<string> {
  const { id } = await database.client.apiToken.create({
    data: { ...token, teamId: database.teamId },
    select: { id: true },
  })
  return id
}

/** Newest first; those of one user, or all of the team's members (null). What those had who left ended with that. */
export async function listApiTokens(database: TeamDatabase, userId: string | null): Promise<ApiTokenView[]> {
  return database.client.apiToken.findMany({
    where: {
      teamId: database.teamId,
      ...(userId === null ? {} : { userId }),
      // Row-level security hides everybody else, and a token can't be shown without its maker.
      user: { memberships: { some: { teamId: database.teamId } } },
    },
    select: {
      id: true,
      name: true,
      prefix: true,
      createdAt: true,
      expiresAt: true,
      lastUsedAt: true,
      revokedAt: true,
      user: { select: { id: true, name: true, email: true } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
}

/** Whose may be revoked: one user's, or anybody's (null). False: there is no such token. Twice is the same as once. */
export async function revokeApiToken(
  database: TeamDatabase,
  token: { id: string; userId: string | null; revokedAt: Date },
): Promise<boolean> {
  const owner = token.userId === null ? {} : { userId: token.userId }
  const where = { id: token.id, teamId: database.teamId, ...owner }
  await database.client.apiToken.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: token.revokedAt },
  })
  return (await database.client.apiToken.count({ where })) > 0
}

/** Who presents a token, before it is known whether it still counts. */
export interface PresentedToken {
  id: string
  teamId: string
  name: string
  expiresAt: Date | null
  lastUsedAt: Date | null
  revokedAt: Date | null
  user: { id: string; name: string; disabledAt: Date | null }
  /** Null: no longer a member of the token's team. */
  role: Role | null
}

export async function apiTokenByHash(database: SystemDatabase, hash: string): Promise<PresentedToken | null> {
  const row = await database.client.apiToken.findUnique({
    where: { hash },
    select: {
      id: true,
      teamId: true,
      name: true,
      expiresAt: true,
      lastUsedAt: true,
      revokedAt: true,
      user: {
        select: {
          id: true,
          name: true,
          disabledAt: true,
          memberships: { select: { teamId: true, role: true } },
        },
      },
    },
  })
  if (row === null) return null
  const { memberships, ...user } = row.user
  return { ...row, user, role: memberships.find(({ teamId }) => teamId === row.teamId)?.role ?? null }
}

export async function touchApiToken(database: SystemDatabase, id: string, usedAt: Date): Promise<void> {
  await database.client.apiToken.updateMany({ where: { id }, data: { lastUsedAt: usedAt } })
}

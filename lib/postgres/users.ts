import type { SystemDatabase } from './database'

/** A user as sign-in and the command line see one; nothing of it is shown to anybody. */
export interface UserRecord {
  id: string
  email: string
  name: string
  /** Null: signs in elsewhere only. */
  passwordHash: string | null
  sessionVersion: number
  disabledAt: Date | null
}

const COLUMNS = {
  id: true,
  email: true,
  name: true,
  passwordHash: true,
  sessionVersion: true,
  disabledAt: true,
} as const

/** `email` as `parseEmailAddress` answers it. */
export async function userByEmail(database: SystemDatabase, email: string): Promise<UserRecord | null> {
  return database.client.user.findUnique({ where: { email }, select: COLUMNS })
}

export async function userById(database: SystemDatabase, id: string): Promise<UserRecord | null> {
  return database.client.user.findUnique({ where: { id }, select: COLUMNS })
}

export async function countUsers(database: SystemDatabase): Promise<number> {
  return database.client.user.count()
}

/** @throws UniqueViolation when the e-mail address is taken. */
export async function insertUser(
  database: SystemDatabase,
  user: { email: string; name: string; passwordHash: string | null },
): Promise<UserRecord> {
  return database.client.user.create({ data: user, select: COLUMNS })
}

/** Every session made before ends with its next request. */
export async function raiseSessionVersion(database: SystemDatabase, id: string): Promise<void> {
  await database.client.user.update({
    where: { id },
    data: { sessionVersion: { increment: 1 } },
    select: { id: true },
  })
}

/** Also ends all sessions, so that enabling somebody again does not bring old ones back. Null enables. */
export async function setDisabled(
  database: SystemDatabase,
  id: string,
  disabledAt: Date | null,
): Promise<void> {
  await database.client.user.update({
    where: { id },
    data: { disabledAt, sessionVersion: { increment: 1 } },
    select: { id: true },
  })
}

/** Also ends all sessions: whoever knew the old password is out. */
export async function setPasswordHash(
  database: SystemDatabase,
  id: string,
  passwordHash: string,
): Promise<void> {
  await database.client.user.update({
    where: { id },
    data: { passwordHash, sessionVersion: { increment: 1 } },
    select: { id: true },
  })
}

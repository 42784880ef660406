import type { SystemDatabase } from './database'

/** Remembers a session that was signed out of, until it would have ended by itself; forgets those that have. */
export async function endSession(
  database: SystemDatabase,
  session: { id: string; endsAt: Date; now: Date },
): Promise<void> {
  await database.client.$executeRaw`
    DELETE FROM ended_sessions WHERE id IN (
      SELECT id FROM ended_sessions WHERE ends_at < ${session.now} FOR UPDATE SKIP LOCKED)`
  await database.client.endedSession.createMany({
    data: [{ id: session.id, endsAt: session.endsAt }],
    skipDuplicates: true,
  })
}

export async function sessionHasEnded(database: SystemDatabase, id: string): Promise<boolean> {
  return (await database.client.endedSession.count({ where: { id } })) > 0
}

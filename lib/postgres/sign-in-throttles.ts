import type { SystemDatabase } from './database'

export interface AttemptCount {
  /** This one included. */
  attempts: number
  /** When counting starts anew. */
  windowEndsAt: Date
}

/**
 * Counts one attempt for `key`, in one statement: attempts made at the same moment each see the others.
 * A window that has ended is replaced by a new one.
 */
export async function countAttempt(
  database: SystemDatabase,
  key: string,
  window: { now: Date; endsAt: Date },
): Promise<AttemptCount> {
  const rows = await database.client.$queryRaw<AttemptCount[]>`
    INSERT INTO sign_in_throttles AS throttle (key, failures, window_ends_at)
    VALUES (${key}, 1, ${window.endsAt})
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN throttle.window_ends_at <= ${window.now} THEN 1 ELSE throttle.failures + 1 END,
      window_ends_at = CASE WHEN throttle.window_ends_at <= ${window.now} THEN excluded.window_ends_at
        ELSE throttle.window_ends_at END
    RETURNING failures AS attempts, window_ends_at AS "windowEndsAt"`
  const counted = rows[0]
  if (counted === undefined) throw new Error('An attempt was not counted.')
  return counted
}

/** The attempt turned out to be a good one. */
export async function uncountAttempt(database: SystemDatabase, key: string): Promise<void> {
  await database.client.signInThrottle.updateMany({
    where: { key, failures: { gt: 0 } },
    data: { failures: { decrement: 1 } },
  })
}

export async function forgetAttempts(database: SystemDatabase, key: string): Promise<void> {
  await database.client.signInThrottle.deleteMany({ where: { key } })
}

/** Windows that ended mean nothing any more. Leaves alone what another attempt is counting at this moment. */
export async function forgetEndedWindows(database: SystemDatabase, now: Date): Promise<void> {
  await database.client.$executeRaw`
    DELETE FROM sign_in_throttles WHERE key IN (
      SELECT key FROM sign_in_throttles WHERE window_ends_at < ${now} FOR UPDATE SKIP LOCKED)`
}

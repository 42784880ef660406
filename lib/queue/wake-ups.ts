import { fromPrisma, PgBoss } from 'pg-boss'
import type { TeamDatabase } from '@/lib/postgres/database'
import { DUE_NOW, WAKE_UP_CHANNEL, WAKE_UP_QUEUE, type WakeUp } from './wake-up'

/** Asks for wake-ups inside the caller's transaction: committed together, rolled back together. */
export interface WakeUps {
  /** Wakes a worker at `at` (at once if past). Answers the wake-up's id. */
  ask(database: TeamDatabase, wakeUp: WakeUp, at: Date): Promise<string>
  /** Moves a wake-up that has not rung yet. False when it has: then ask for another. */
  move(database: TeamDatabase, wakeUpId: string, at: Date): Promise<boolean>
  /** Drops a wake-up that has not rung yet; one that has finds nothing to do. */
  drop(database: TeamDatabase, wakeUpId: string): Promise<void>
  close(): Promise<void>
}

export function openWakeUps(databaseUrl: string): WakeUps {
  let starting: Promise<PgBoss> | null = null
  /** Started on first use and again after a failure, so that a process outlives a database that is away. */
  const boss = () => {
    starting ??= start(databaseUrl).catch((error: unknown) => {
      starting = null
      throw error
    })
    return starting
  }
  const tell = async (database: TeamDatabase, at: Date) => {
    await database.client.$executeRaw`
      SELECT pg_notify(${WAKE_UP_CHANNEL}, CASE WHEN ${at} <= clock_timestamp() THEN ${DUE_NOW} ELSE ${String(at.getTime())} END)`
  }
  return {
    async ask(database, wakeUp, at) {
      const id = await (await boss()).send(WAKE_UP_QUEUE, wakeUp, {
        startAfter: at,
        db: fromPrisma(database.client),
      })
      if (id === null) throw new Error('The queue did not take a wake-up.')
      await tell(database, at)
      return id
    },
    async move(database, wakeUpId, at) {
      const answer = await (await boss()).update(WAKE_UP_QUEUE, undefined, {
        id: wakeUpId,
        startAfter: at,
        db: fromPrisma(database.client),
      })
      if (answer.updated === 0) return false
      await tell(database, at)
      return true
    },
    async drop(database, wakeUpId) {
      await (await boss()).cancel(WAKE_UP_QUEUE, wakeUpId, { db: fromPrisma(database.client) })
    },
    async close() {
      const started = await starting?.catch(() => null)
      await started?.stop({ graceful: false })
    },
  }
}

/** A pg-boss that only writes: no supervision, no schedules, no migrations. */
async function start(databaseUrl: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'shipclock wake-ups',
    max: 1,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
  })
  // What fails is thrown to whoever asked; the event alone would end the process.
  boss.on('error', () => undefined)
  return boss.start()
}

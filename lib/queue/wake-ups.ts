import { randomUUID } from 'node:crypto'
import { fromPrisma, PgBoss } from 'pg-boss'
import type { TeamDatabase } from '@/lib/postgres/database'
import { QUEUES, queueOf, type WakeUp } from './wake-up'

/** A wake-up to ask for: whom, and when (at once if past). */
export interface WakeUpOrder {
  wakeUp: WakeUp
  at: Date
}

/** Asks for wake-ups inside the caller's transaction: committed together, rolled back together. */
export interface WakeUps {
  /** Wakes a worker at `at`. Answers the wake-up's id. */
  ask(database: TeamDatabase, wakeUp: WakeUp, at: Date): Promise<string>
  /** The same for many of one kind, in one statement; answers their ids in the same order. */
  askAll(database: TeamDatabase, orders: readonly WakeUpOrder[]): Promise<string[]>
  /**
   * Moves wake-ups, also such as have rung, and forgets what was tried and failed before. Answers the ids
   * of those that are still there: for the others ask anew.
   */
  moveAll(database: TeamDatabase, moves: readonly { wakeUpId: string; at: Date }[]): Promise<Set<string>>
  /**
   * Lets a wake-up that rang ring again at `at`, as another one of the same kind: what was tried and
   * failed before is forgotten. False when it is gone.
   */
  again(database: TeamDatabase, wakeUpId: string, order: WakeUpOrder): Promise<boolean>
  /** Drops wake-ups: those that are not needed, and those whose work is done. */
  drop(database: TeamDatabase, wakeUpIds: readonly string[]): Promise<void>
  /**
   * Settles one that rang in vain. By then the same one may ring again for something else, asked for with
   * `again` while whoever heard it stood still: that one stays.
   */
  dropStale(database: TeamDatabase, wakeUpId: string, wakeUp: WakeUp): Promise<void>
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
  async function askAll(database: TeamDatabase, orders: readonly WakeUpOrder[]): Promise<string[]> {
    const [first] = orders
    if (first === undefined) return []
    const jobs = orders.map(({ wakeUp, at }) => ({
      ...{ id: randomUUID(), data: wakeUp, startAfter: at, groupId: wakeUp.teamId },
    }))
    const options = { db: fromPrisma(database.client), returnId: true }
    const inserted = await (await boss()).insert(queueOf(first.wakeUp), jobs, options)
    if (inserted?.length !== jobs.length) throw new Error('The queue did not take a wake-up.')
    return jobs.map(({ id }) => id)
  }
  return {
    askAll,
    async ask(database, wakeUp, at) {
      const [id] = await askAll(database, [{ wakeUp, at }])
      if (id === undefined) throw new Error('The queue did not take a wake-up.')
      return id
    },
    async moveAll(database, moves) {
      if (moves.length === 0) return new Set()
      const moved = await database.client.$queryRaw<{ id: string }[]>`
        UPDATE pgboss.job j SET start_after = m.at, keep_until = m.at + interval '14 days',
          retry_count = 0, output = NULL
        FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS m("wakeUpId" uuid, at timestamptz)
        WHERE j.name = 'wake-up' AND j.id = m."wakeUpId" AND j.state < 'active' RETURNING j.id`
      return new Set(moved.map(({ id }) => id))
    },
    async again(database, wakeUpId, { wakeUp, at }) {
      const count = await database.client.$executeRaw`
        UPDATE pgboss.job SET start_after = ${at}, keep_until = ${at}::timestamptz + interval '14 days',
          data = ${JSON.stringify(wakeUp)}::jsonb, retry_count = 0, output = NULL
        WHERE name = ${queueOf(wakeUp)} AND id = ${wakeUpId}::uuid AND state < 'active'`
      return count === 1
    },
    async drop(database, wakeUpIds) {
      if (wakeUpIds.length === 0) return
      await database.client.$executeRaw`
        DELETE FROM pgboss.job WHERE name = ANY(${[...QUEUES]}) AND id = ANY(${[...wakeUpIds]}::uuid[])`
    },
    async dropStale(database, wakeUpId, wakeUp) {
      await database.client.$executeRaw`
        DELETE FROM pgboss.job
        WHERE name = ${queueOf(wakeUp)} AND id = ${wakeUpId}::uuid AND data = ${JSON.stringify(wakeUp)}::jsonb`
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

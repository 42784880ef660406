import { PrismaPg } from '@prisma/adapter-pg'
import type { TeamId } from '@/lib/domain/team'
import { Prisma, PrismaClient } from '@/lib/generated/prisma/client'
import { DatabaseUnavailable, translateDatabaseError } from './errors'
import { openPool } from './pool'

/**
 * One transaction in which only one team's rows exist. Statements in `lib/postgres` take it as their
 * first parameter, so that nothing can be read or written outside a team.
 */
export interface TeamDatabase {
  readonly teamId: TeamId
  /** For `lib/postgres` and `lib/queue` only. */
  readonly client: Prisma.TransactionClient
  /** The database's clock: due times are judged by it, however wrong a process's own clock is. */
  now(): Promise<Date>
  /** The same inside a statement, where a round trip of its own would cost lateness. */
  readonly clock: Prisma.Sql
}

/** One transaction that sees all teams: sign-in, rescue, metrics, the command line. */
export interface SystemDatabase {
  readonly client: Prisma.TransactionClient
  now(): Promise<Date>
}

export interface Database {
  /**
   * Runs `work` in one transaction as `teamId`; a throw rolls back.
   * @throws DatabaseUnavailable when the database is away or all connections stay taken for 2 s.
   */
  asTeam<Value>(teamId: TeamId, work: (database: TeamDatabase) => Promise<Value>): Promise<Value>
  /**
   * Calls a function of the database in a transaction of its own and in one round trip: what it locks is
   * never held by a process that is busy, or dead. `call` is an SQL expression; the clock's offset is what
   * tests move the clock by.
   */
  callAsTeam<Answer>(teamId: TeamId, call: (clockOffset: Prisma.Sql) => Prisma.Sql): Promise<Answer>
  asSystem<Value>(work: (database: SystemDatabase) => Promise<Value>): Promise<Value>
  /**
   * Everything that `work` reads is of one instant, however long it takes: for questions that span
   * several statements. It can't write, and nobody waits for it.
   */
  asSystemSnapshot<Value>(work: (database: SystemDatabase) => Promise<Value>): Promise<Value>
  close(): Promise<void>
}

export interface DatabaseOptions {
  url: string
  /** Shown in pg_stat_activity. */
  applicationName: string
  maxConnections?: number
  /** Moves `now()`, in milliseconds. Only tests set it. */
  clockOffsetMs?: () => number
}

/** The pool gives up first, and knows why. */
const MAX_WAIT_MS = 1_900

const TRANSACTION_OPTIONS = { maxWait: MAX_WAIT_MS, timeout: 10_000 }

/** Looks at all there is, which may be millions of rows. */
const SNAPSHOT_OPTIONS = {
  maxWait: MAX_WAIT_MS,
  timeout: 300_000,
  isolationLevel: 'RepeatableRead',
} as const

const AS_SYSTEM = Prisma.sql`SELECT set_config('role', 'shipclock_system', true)`

/** With memory enough to join a million rows mostly without the disk, and one core: starts need the others. */
const AS_SYSTEM_SNAPSHOT = Prisma.sql`
  SELECT set_config('role', 'shipclock_system', true), set_config('transaction_read_only', 'on', true),
    set_config('work_mem', '64MB', true), set_config('max_parallel_workers_per_gather', '0', true)`

export function openDatabase(options: DatabaseOptions): Database {
  const prisma = connect(options, options.maxConnections ?? 10, TRANSACTION_OPTIONS.timeout)
  let snapshots: PrismaClient | null = null
  const offset = options.clockOffsetMs ?? (() => 0)

  const asSystem = (client: Prisma.TransactionClient): SystemDatabase => ({
    client,
    now: () => readClock(client, offset()),
  })

  return {
    asTeam: (teamId, work) =>
      transact(prisma, Prisma.sql`SELECT set_config('shipclock.team_id', ${teamId}, true)`, (client) =>
        work({ teamId, client, clock: clockSql(offset()), now: () => readClock(client, offset()) }),
      ),
    async callAsTeam<Answer>(teamId: TeamId, call: (clockOffset: Prisma.Sql) => Prisma.Sql): Promise<Answer> {
      const expression = call(Prisma.sql`${offset()}::float8 * interval '1 millisecond'`)
      try {
        const rows = await prisma.$queryRaw<{ answer: Answer }[]>`
          WITH team AS MATERIALIZED (SELECT set_config('shipclock.team_id', ${teamId}, true))
          SELECT ${expression} AS answer FROM team`
        return (rows[0] as { answer: Answer }).answer
      } catch (error) {
        throw translateDatabaseError(error, true)
      }
    },
    asSystem: (work) => transact(prisma, AS_SYSTEM, (client) => work(asSystem(client))),
    asSystemSnapshot: (work) => {
      snapshots ??= connect(options, 1, SNAPSHOT_OPTIONS.timeout)
      return transact(snapshots, AS_SYSTEM_SNAPSHOT, (client) => work(asSystem(client)), SNAPSHOT_OPTIONS)
    },
    close: async () => void (await Promise.all([prisma.$disconnect(), snapshots?.$disconnect()])),
  }
}

function connect(options: DatabaseOptions, maxConnections: number, longestMs: number): PrismaClient {
  const pool = openPool({ ...options, maxConnections, longestMs })
  return new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) })
}

async function transact<Value>(
  prisma: PrismaClient,
  context: Prisma.Sql,
  work: (client: Prisma.TransactionClient) => Promise<Value>,
  transactionOptions: typeof TRANSACTION_OPTIONS | typeof SNAPSHOT_OPTIONS = TRANSACTION_OPTIONS,
): Promise<Value> {
  let isCommitting = false
  try {
    return await prisma.$transaction(async (client) => {
      await client.$executeRaw(context)
      const value = await work(client)
      isCommitting = true
      return value
    }, transactionOptions)
  } catch (error) {
    throw translateDatabaseError(error, isCommitting)
  }
}

/**
 * A database whose transactions are all the one that is open: what is done through it commits or
 * rolls back with that one. Lets an outer transaction (an idempotent answer) span a use case.
 */
export function joined(open: TeamDatabase): Database {
  return {
    async asTeam(teamId, work) {
      if (teamId !== open.teamId) throw new Error('A transaction belongs to one team.')
      // Callers tell a violated constraint from a surprise here as they do outside.
      return work(open).catch((error: unknown) => {
        throw translateDatabaseError(error)
      })
    },
    callAsTeam: () => Promise.reject(new Error('A call commits by itself.')),
    asSystem: () => Promise.reject(new Error('A team’s transaction cannot become the system’s.')),
    asSystemSnapshot: () => Promise.reject(new Error('A team’s transaction cannot become the system’s.')),
    close: () => Promise.resolve(),
  }
}

function clockSql(offsetMs: number): Prisma.Sql {
  return offsetMs === 0
    ? Prisma.sql`clock_timestamp()`
    : Prisma.sql`(clock_timestamp() + ${offsetMs}::float8 * interval '1 millisecond')`
}

async function readClock(client: Prisma.TransactionClient, offsetMs: number): Promise<Date> {
  const rows = await client.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`
  const now = rows[0]?.now
  if (now === undefined) throw new DatabaseUnavailable('away')
  return new Date(now.getTime() + offsetMs)
}

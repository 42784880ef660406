import { Pool, type PoolClient } from 'pg'

export interface PoolOptions {
  url: string
  /** Shown in pg_stat_activity. */
  applicationName: string
  maxConnections: number
  /** How long a transaction may take: what takes longer is cancelled by the database, or cut off here. */
  longestMs: number
  /** Of every connection, beside or instead of the usual ones. */
  settings?: Record<string, string>
}

/**
 * How long to wait for a connection, free or new. Whoever waits for an answer learns within two seconds that
 * there will be none.
 */
const CONNECT_MS = 1_500
/** The database's own limit comes first: it leaves the connection whole. */
const CUT_AFTER_MS = 1_000

/** Connections as every transaction needs them, which are replaced by themselves when they break. */
export function openPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    options: sessionOptions(options),
    max: options.maxConnections,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    verify,
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The pool listens to idle ones only; between its hands and those of whoever asked nobody would.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('release', (_error, client) => void (madeReadOnly.has(client) && client.end()))
  cutTheSilent(pool, options.longestMs + CUT_AFTER_MS)
  return pool
}

/**
 * Settings of every connection. Without the time zone the driver stores instants shifted in a database whose
 * zone is not UTC; the role is what row-level security applies to. The timeouts free the locks of a process
 * that was stopped, or whose machine is gone, in the middle of a transaction, and end the wait for a lock.
 */
function sessionOptions({ longestMs, settings }: PoolOptions): string {
  const all = {
    timezone: 'UTC',
    role: 'shipclock_app',
    statement_timeout: longestMs,
    idle_in_transaction_session_timeout: longestMs,
    ...settings,
  }
  return Object.entries(all)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

const madeReadOnly = new WeakSet<object>()

/**
 * A connection that is made while the database is set to read-only (`ALTER DATABASE … SET
 * default_transaction_read_only`, which is also how providers do it) stays so after it no longer is. It
 * serves for one transaction; then a new one is made.
 */
function verify(client: PoolClient, done: (error?: Error) => void): void {
  client.query<{ transaction_read_only: string }>('SHOW transaction_read_only').then(({ rows }) => {
    if (rows[0]?.transaction_read_only === 'on') madeReadOnly.add(client)
    done()
  }, done)
}

/**
 * Ends connections that have been in use for longer than any transaction takes: the network swallows what
 * is sent, and nothing else would ever tell. Their statements fail, and the pool makes new connections.
 */
function cutTheSilent(pool: Pool, afterMs: number): void {
  const timers = new WeakMap<object, NodeJS.Timeout>()
  pool.on('acquire', (client) => {
    timers.set(client, setTimeout(() => void client.end(), afterMs).unref())
  })
  pool.on('release', (_error, client) => clearTimeout(timers.get(client)))
}

/**
 * What keeps the database from doing it now. `away`: it can't be reached, or is starting or stopping.
 * `read_only`: it answers, but takes no changes, as during a failover. `busy`: no connection, lock or
 * time was to be had. `full`: it has no disk space left.
 */
export type DatabaseTrouble = 'away' | 'read_only' | 'busy' | 'full'

const MESSAGES: Record<DatabaseTrouble, string> = {
  away: 'The database does not answer.',
  read_only: 'The database takes no changes at the moment: it is read-only.',
  busy: 'The database is too busy to answer.',
  full: 'The database has no disk space left.',
}

/**
 * Whether something is an error of this name. Next bundles a module, and with it its classes, once for each
 * route, while the connections are shared: what one bundle's class made, another one's has to know.
 */
function isNamed(value: unknown, name: string): boolean {
  return value instanceof Error && value.name === name
}

/** The database can't do it now. The request can be repeated. */
export class DatabaseUnavailable extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'DatabaseUnavailable')
  }
  override name = 'DatabaseUnavailable'
  readonly trouble: DatabaseTrouble
  /** The connection broke during the commit: nobody here knows whether it was carried out. Else it was not. */
  readonly mayBeDone: boolean

  constructor(
    trouble: DatabaseTrouble,
    { mayBeDone = false, cause }: { mayBeDone?: boolean; cause?: unknown } = {},
  ) {
    super(MESSAGES[trouble], { cause })
    this.trouble = trouble
    this.mayBeDone = mayBeDone
  }
}

/** A unique constraint was violated: somebody else was faster. */
export class UniqueViolation extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'UniqueViolation')
  }
  override name = 'UniqueViolation'
}

/** Something still refers to the row, or what it refers to is gone. */
export class ForeignKeyViolation extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'ForeignKeyViolation')
  }
  override name = 'ForeignKeyViolation'
}

/**
 * SQLSTATEs that mean "not now", the first that fits counts.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const TROUBLE_OF_SQLSTATE: readonly [RegExp, DatabaseTrouble][] = [
  [/^25006/, 'read_only'],
  [/^53100/, 'full'],
  // Memory, connections, a lock not had, a statement or transaction that took too long, deadlocks.
  [/^(53|55P03|57014|25P03|25P04|40001|40P01)/, 'busy'],
  // Broken connections, shutdown and start, errors of the operating system.
  [/^(08|57P|58)/, 'away'],
]

/** https://www.prisma.io/docs/orm/reference/error-reference */
const TROUBLE_OF_PRISMA = new Map<string, DatabaseTrouble>([
  // Wrong password, unreachable, timed out, closed.
  ...['P1000', 'P1001', 'P1002', 'P1008', 'P1017'].map((code) => [code, 'away'] as const),
  // No connection in time, a transaction that took too long, a deadlock, too many connections.
  ...['P2024', 'P2028', 'P2034', 'P2037'].map((code) => [code, 'busy'] as const),
])

/** What Prisma's adapter makes of the driver's errors, where Prisma does not give it a code: at begin and commit. */
const TROUBLE_OF_KIND = new Map<string, DatabaseTrouble>([
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TlsConnectionError'].map(
    (kind) => [kind, 'away'] as const,
  ),
  ...['TooManyConnections', 'TransactionWriteConflict', 'TransactionAlreadyClosed'].map(
    (kind) => [kind, 'busy'] as const,
  ),
])

/** What the driver and its pool throw has no code, only these words. */
const TROUBLE_OF_MESSAGE: readonly [RegExp, DatabaseTrouble][] = [
  [/timeout exceeded when trying to connect/i, 'busy'],
  [
    /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|closed the connection|Connection terminated|connection error|not queryable/i,
    'away',
  ],
]

/**
 * Turns what the driver and Prisma throw into the few errors that callers tell apart.
 * @param duringCommit all statements had succeeded: a connection that broke now leaves the outcome open.
 */
export function translateDatabaseError(error: unknown, duringCommit = false): unknown {
  const { code, kind, message, sqlState } = describe(error)
  if (code === 'P2002' || sqlState === '23505') return new UniqueViolation(message, { cause: error })
  if (code === 'P2003' || sqlState === '23503') return new ForeignKeyViolation(message, { cause: error })
  const trouble =
    firstFit(TROUBLE_OF_SQLSTATE, sqlState) ??
    TROUBLE_OF_PRISMA.get(code) ??
    TROUBLE_OF_KIND.get(kind || message) ??
    firstFit(TROUBLE_OF_MESSAGE, message)
  if (trouble === null) return error
  // On a connection that was known to be broken the commit was never sent.
  const mayBeDone = duringCommit && trouble === 'away' && !/not queryable/.test(message)
  return new DatabaseUnavailable(trouble, { mayBeDone, cause: error })
}

function firstFit(table: readonly [RegExp, DatabaseTrouble][], text: string): DatabaseTrouble | null {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

interface Described {
  code: string
  kind: string
  message: string
  sqlState: string
}

/** Prisma keeps what the driver said in `meta.driverAdapterError`, its adapter in `cause`, the driver in itself. */
function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { code: '', kind: '', message: String(error), sqlState: '' }
  const code = textAt(error, 'code')
  const adapterError = at(at(error, 'meta'), 'driverAdapterError') ?? error
  const cause = at(adapterError, 'cause')
  return {
    code,
    kind: textAt(cause, 'kind'),
    message: error.message,
    sqlState: textAt(cause, 'originalCode') || textAt(cause, 'code') || code,
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function textAt(value: unknown, key: string): string {
  const found = at(value, key)
  return typeof found === 'string' ? found : ''
}

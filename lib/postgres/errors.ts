/** The database is away, read-only, or has no connection free. The request can be repeated. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
}

/** A unique constraint was violated: somebody else was faster. */
export class UniqueViolation extends Error {
  override name = 'UniqueViolation'
}

/** Something still refers to the row, or what it refers to is gone. */
export class ForeignKeyViolation extends Error {
  override name = 'ForeignKeyViolation'
}

/** SQLSTATE classes and codes that mean "not now": connection, resources, shutdown, read-only, disk full, deadlock. */
const UNAVAILABLE_SQLSTATE = /^(08|53|57P|25006|58|55P03|40001|40P01)/

/** Prisma's codes for an unreachable database, a pool or transaction that timed out, a closed connection. */
const UNAVAILABLE_PRISMA = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037'])

const UNAVAILABLE_MESSAGE =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|Server has closed the connection|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|the database system is|terminating connection|read-only transaction|not queryable/i

/** How the driver adapter names the same, where Prisma hands its error on as it is. */
const UNAVAILABLE_DRIVER =
  /^(ConnectionClosed|DatabaseNotReachable|SocketTimeout|TooManyConnections|TransactionAlreadyClosed|TransactionWriteConflict)$/

/** Turns what the driver and Prisma throw into the few errors that callers tell apart. */
export function translateDatabaseError(error: unknown): unknown {
  const { code, message, sqlState } = describe(error)
  if (code === 'P2002' || sqlState === '23505') return new UniqueViolation(message, { cause: error })
  if (code === 'P2003' || sqlState === '23503') return new ForeignKeyViolation(message, { cause: error })
  if (
    UNAVAILABLE_PRISMA.has(code) ||
    UNAVAILABLE_SQLSTATE.test(sqlState) ||
    UNAVAILABLE_DRIVER.test(message) ||
    UNAVAILABLE_MESSAGE.test(message)
  ) {
    return new DatabaseUnavailable('The database does not answer.', { cause: error })
  }
  return error
}

function describe(error: unknown): { code: string; message: string; sqlState: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error), sqlState: '' }
  const code = textAt(error, 'code')
  const cause = Reflect.get(error, 'cause')
  return {
    code,
    message: error.message,
    sqlState: textAt(cause, 'originalCode') || textAt(cause, 'code') || code,
  }
}

function textAt(value: unknown, key: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const found: unknown = Reflect.get(value, key)
  return typeof found === 'string' ? found : ''
}

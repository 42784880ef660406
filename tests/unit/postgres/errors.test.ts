import { expect, test, vi } from 'vitest'
import {
  type DatabaseTrouble,
  DatabaseUnavailable,
  ForeignKeyViolation,
  translateDatabaseError,
  UniqueViolation,
} from '@/lib/postgres/errors'

/** As Prisma throws what a statement was refused with. */
function fromStatement(code: string, sqlState: string): Error {
  const cause = { originalCode: sqlState, kind: 'postgres', code: sqlState }
  return Object.assign(new Error('Raw query failed.'), { code, meta: { driverAdapterError: { cause } } })
}

/** As Prisma's adapter throws it at begin and commit. */
function fromAdapter(cause: object): Error {
  return new Error('DriverAdapterError', { cause })
}

/** As the driver's pool throws it. */
const fromDriver = (message: string) => new Error(message)

const CASES: [name: string, error: Error, trouble: DatabaseTrouble][] = [
  ['a full disk under a statement', fromStatement('P2039', '53100'), 'full'],
  ['a full disk under the commit', fromAdapter({ originalCode: '53100', kind: 'postgres' }), 'full'],
  ['a change while read-only', fromStatement('P2010', '25006'), 'read_only'],
  ['a statement that took too long', fromStatement('P2010', '57014'), 'busy'],
  ['a lock that was not to be had', fromStatement('P2010', '55P03'), 'busy'],
  ['a deadlock', fromStatement('P2034', ''), 'busy'],
  ['too many connections', fromAdapter({ originalCode: '53300', kind: 'TooManyConnections' }), 'busy'],
  ['no connection of the pool in time', fromDriver('timeout exceeded when trying to connect'), 'busy'],
  ['a server that stops', fromStatement('P2010', '57P01'), 'away'],
  ['a server that starts', fromAdapter({ originalCode: '57P03', kind: 'postgres' }), 'away'],
  ['a connection that broke', fromAdapter({ kind: 'ConnectionClosed' }), 'away'],
  ['a server that is not there', Object.assign(new Error('…'), { code: 'P1001' }), 'away'],
  [
    'a name that does not resolve',
    Object.assign(new Error('getaddrinfo EAI_AGAIN db'), { code: 'EAI_AGAIN' }),
    'away',
  ],
  // Prisma hands some of its adapter's errors on with nothing but the name of their kind.
  ['a connection that broke at the beginning', new Error('ConnectionClosed'), 'away'],
  [
    'one that broke in the middle of a raw statement',
    Object.assign(new Error('Raw query failed. Code: `N/A`. Message: `Server has closed the connection.`'), {
      code: 'P2010',
    }),
    'away',
  ],
  ['a cut connection', fromDriver('Connection terminated unexpectedly'), 'away'],
]

test.each(CASES)(
  '%s is trouble, by its code and not by the language of its words',
  (_name, error, trouble) => {
    const translated = translateDatabaseError(error)
    expect(translated).toBeInstanceOf(DatabaseUnavailable)
    expect(translated).toMatchObject({ trouble, mayBeDone: false, cause: error })
  },
)

test.each<[name: string, error: Error, mayBeDone: boolean]>([
  ['a connection that broke', fromDriver('Connection terminated unexpectedly'), true],
  ['a server that stopped', fromAdapter({ originalCode: '57P01', kind: 'postgres' }), true],
  ['a refusal by the database', fromAdapter({ originalCode: '53100', kind: 'postgres' }), false],
  [
    'a connection that was known to be broken',
    fromDriver('Client has encountered a connection error and is not queryable'),
    false,
  ],
])('during the commit, %s leaves the outcome open: %s', (_name, error, mayBeDone) => {
  expect(translateDatabaseError(error, true)).toMatchObject({ mayBeDone })
})

test('one bundle of the web server knows the errors that another one’s code made', async () => {
  vi.resetModules()
  const other = await import('@/lib/postgres/errors')
  expect(other.DatabaseUnavailable).not.toBe(DatabaseUnavailable)
  expect(new other.DatabaseUnavailable('away')).toBeInstanceOf(DatabaseUnavailable)
  expect(new other.UniqueViolation('…')).toBeInstanceOf(UniqueViolation)
  expect(new other.ForeignKeyViolation('…')).toBeInstanceOf(ForeignKeyViolation)
  expect(new other.UniqueViolation('…')).not.toBeInstanceOf(DatabaseUnavailable)
  expect(new Error('…')).not.toBeInstanceOf(DatabaseUnavailable)
})

test('violated constraints keep their own names', () => {
  expect(translateDatabaseError(fromStatement('P2002', ''))).toBeInstanceOf(UniqueViolation)
  expect(translateDatabaseError(fromStatement('P2010', '23505'))).toBeInstanceOf(UniqueViolation)
  expect(translateDatabaseError(fromStatement('P2010', '23503'))).toBeInstanceOf(ForeignKeyViolation)
})

test('what is no trouble of the database passes through as it is', () => {
  for (const error of [new Error('out of the blue'), fromStatement('P2010', '42703'), 'text']) {
    expect(translateDatabaseError(error)).toBe(error)
  }
  const earlier = new DatabaseUnavailable('away', { mayBeDone: true })
  expect(translateDatabaseError(earlier)).toBe(earlier)
})

import { describe, expect, test } from 'vitest'
import { DatabaseUnavailable, translateDatabaseError, UniqueViolation } from '@/lib/postgres/errors'

function thrown(message: string, more: { code?: string; cause?: object } = {}): Error {
  return Object.assign(new Error(message), more)
}

describe('a connection that breaks', () => {
  // Each was thrown by Prisma or its driver while PostgreSQL was killed or its connections were cut.
  test.each([
    ['between two statements', thrown('Server has closed the connection.', { code: 'P1017' })],
    [
      'in the middle of a raw statement',
      thrown('Raw query failed. Code: `N/A`. Message: `Server has closed the connection.`', {
        code: 'P2010',
      }),
    ],
    ['while a transaction begins', thrown('ConnectionClosed')],
    [
      'while the server starts',
      thrown('Database error. Code: `57P03`. Message: `the database system is starting up`', {
        code: 'P2039',
      }),
    ],
    ['before it is open', thrown('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' })],
    ['because there are too many', thrown('TooManyConnections')],
  ])('%s means: not now', (_when, error) => {
    expect(translateDatabaseError(error)).toBeInstanceOf(DatabaseUnavailable)
  })
})

describe('any other error', () => {
  test('stays what it is', () => {
    const defect = thrown('column "x" does not exist', { code: 'P2010', cause: { originalCode: '42703' } })
    expect(translateDatabaseError(defect)).toBe(defect)
    expect(translateDatabaseError('text')).toBe('text')
  })

  test('is told apart when it says that somebody was faster', () => {
    expect(translateDatabaseError(thrown('Unique', { code: 'P2002' }))).toBeInstanceOf(UniqueViolation)
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '@/lib/postgres/pool'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a connection that breaks before anybody uses it ends no process, and is replaced', async () => {
  const pool = openPool({ url: database.url, applicationName: 'test', maxConnections: 1, longestMs: 1_000 })
  try {
    const client = await pool.connect()
    // As the driver tells of a reset: without anybody who listens, Node would end the process here.
    expect(() => client.emit('error', new Error('read ECONNRESET'))).not.toThrow()
    client.release(new Error('read ECONNRESET'))
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  } finally {
    await pool.end()
  }
})

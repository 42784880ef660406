import { expect, test } from 'vitest'
import { answerRequest } from '@/app/api/answer-request'
import { openDatabase } from '@/lib/postgres/database'
import { type DatabaseTrouble, DatabaseUnavailable } from '@/lib/postgres/errors'
import { getHealth } from '@/lib/queries/get-health'

const request = (headers: Record<string, string> = {}) =>
  new Request('http://localhost:3000/api/v1/applications', { headers })

const throwing = (error: Error) => async () => {
  throw error
}

const TROUBLES: [DatabaseTrouble, RegExp][] = [
  ['away', /can’t reach its database/],
  ['read_only', /takes no changes/],
  ['busy', /too busy/],
  ['full', /no disk space/],
]

test.each(TROUBLES)(
  'while the database is %s the answer is 503, says so and when to come again',
  async (trouble, words) => {
    const cause = new Error('connect to 10.1.2.3 failed')
    const response = await answerRequest(request(), throwing(new DatabaseUnavailable(trouble, { cause })))
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({
      ...{ code: 'unavailable', status: 503, outcome: 'nothing_changed' },
      title: expect.stringMatching(words),
      detail: expect.stringMatching(/^Nothing was changed\. Send the same request again/),
    })
    expect(text).not.toContain('10.1.2.3')
  },
)

test('when the connection broke during the commit the answer does not claim that nothing happened', async () => {
  const response = await answerRequest(
    request(),
    throwing(new DatabaseUnavailable('away', { mayBeDone: true })),
  )
  expect(response.status).toBe(503)
  const body = await response.json()
  expect(body.outcome).toBe('unknown')
  expect(body.detail).toMatch(/may have been carried out, or not.*same Idempotency-Key/)
  expect(body.detail).not.toContain('Nothing was changed')
})

test('a surprise is answered with nothing but the id under which it was logged', async () => {
  const response = await answerRequest(request(), throwing(new Error('secret inner detail')))
  expect(response.status).toBe(500)
  const text = await response.text()
  expect(JSON.parse(text)).toMatchObject({
    code: 'internal',
    request_id: response.headers.get('x-request-id'),
  })
  expect(text).not.toContain('inner detail')
})

test('the id that a proxy gave a request is kept when it can be one', async () => {
  const answer = async () => new Response('{}')
  const idOf = async (id: string) =>
    (await answerRequest(request({ 'x-request-id': id }), answer)).headers.get('x-request-id')
  expect(await idOf('trace-1234.5')).toBe('trace-1234.5')
  expect(await idOf('a"b')).toMatch(/^[\w-]{36}$/)
  expect(await idOf('x'.repeat(65))).toMatch(/^[\w-]{36}$/)
})

test('health tells that the database is away instead of failing', async () => {
  // Nothing listens on port 1.
  const database = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', applicationName: 'test' })
  expect(await getHealth({ database, ownDatabase: database })).toEqual({
    ...{ status: 'down', database: 'away', oldestOverdueMs: null },
    worker: { alive: false, lastSeenAt: null },
  })
  await database.close()
})

import { expect, test } from 'vitest'
import { openLog } from '@/lib/log'

function logged(facts: object, level = 'info') {
  const lines: string[] = []
  openLog(level, { write: (line) => lines.push(line) }).info(facts, 'run.started')
  return lines.map((line) => ({ line, entry: JSON.parse(line) }))
}

test('a line is one JSON object with the event, the time, the level and the facts', () => {
  const [only, ...more] = logged({ deploymentId: 'd1', latenessMs: 4 })
  expect(more).toEqual([])
  expect(only?.entry).toMatchObject({
    event: 'run.started',
    level: 'info',
    deploymentId: 'd1',
    latenessMs: 4,
  })
  expect(only?.entry.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('what is below the level is not written', () => {
  expect(logged({}, 'warn')).toEqual([])
})

test.each([
  ['password', { password: 'hunter2hunter2' }],
  ['a key deep inside', { account: { credentials: { secretAccessKey: 'hunter2hunter2' } } }],
  ['an authorization header', { headers: [{ Authorization: 'hunter2hunter2' }] }],
  ['the password in an address', { url: 'postgres://shipclock:hunter2hunter2@db.example:5432/x' }],
  ['a bearer token in a text', { text: 'sent "Bearer hunter2hunter2" to it' }],
  ['a token of ours', { text: 'called with shipclock_hunter2hunter2_00000000' }],
  ['an error’s message', { error: new Error('connect postgres://a:hunter2hunter2@b failed') }],
  ['an error’s cause', { error: new Error('x', { cause: new Error('Bearer hunter2hunter2') }) }],
  [
    'what hangs on an error',
    { error: Object.assign(new Error('x'), { request: { body: 'hunter2hunter2' } }) },
  ],
])('%s is taken out', (_what, facts) => {
  const [only] = logged(facts)
  expect(only?.line).not.toContain('hunter2')
})

test('an error is written with its type, code, stack and cause', () => {
  const cause = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' })
  const [only] = logged({ error: new TypeError('no answer', { cause }) })
  expect(only?.entry.error).toMatchObject({
    ...{ type: 'TypeError', message: 'no answer', stack: expect.stringContaining('log.test.ts') },
    cause: { type: 'Error', message: 'connection refused', code: 'ECONNREFUSED' },
  })
})

test('facts that lead back to themselves, and dates and big numbers, can be logged', () => {
  const circle: Record<string, unknown> = { at: new Date(0), big: 10n }
  circle.self = circle
  const [only] = logged(circle)
  expect(only?.entry).toMatchObject({
    at: '1970-01-01T00:00:00.000Z',
    big: '10',
    self: { at: '1970-01-01T00:00:00.000Z' },
  })
})

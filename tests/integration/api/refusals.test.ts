import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
beforeAll(async () => {
  api = await openApiUnderTest()
})
afterAll(() => api.close())

const schedule = (body: object) =>
  api.call('POST', '/scheduled_deployments', { body: { app: 'worker', timezone: 'UTC', ...body } })
const count = async () => Number((await api.sql('SELECT count(*) FROM deployments'))[0]?.count)

test('a refusal is a problem document that says what to do', async () => {
  const { status, headers, body } = await schedule({ at: '2020-01-01T00:00' })
  expect(status).toBe(422)
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
  expect(body).toMatchObject({
    ...{ type: 'urn:shipclock:problem:time_in_past', status: 422, code: 'time_in_past' },
    title: 'This time has passed',
    detail: expect.stringContaining('Choose a later time.'),
    errors: [{ path: 'at', message: expect.stringContaining('1 Jan 2020') }],
  })
})

test('a time that clocks skip is refused with the times before and after', async () => {
  const { status, body } = await schedule({ at: '2027-03-14T02:30', timezone: 'America/New_York' })
  expect(status).toBe(422)
  expect(body).toMatchObject({ code: 'time_in_gap', before: '2027-03-14T01:59', after: '2027-03-14T03:00' })
})

test('a time that clocks show twice is refused with both instants', async () => {
  const parts = { year: 2027, month: 10, day: 31, hour: 2, minute: 30, timezone: 'Europe/Berlin' }
  const { status, body } = await schedule(parts)
  expect(status).toBe(422)
  expect(body).toMatchObject({
    ...{ code: 'time_ambiguous', earlier: '2027-10-31T00:30:00.000Z', later: '2027-10-31T01:30:00.000Z' },
    errors: [{ path: 'overlap' }],
  })
})

test('a dependency that would be due in the past is refused with the earliest time', async () => {
  const soon = new Date(Date.now() + 10 * 60_000).toISOString()
  const { status, body } = await schedule({ at: soon, dependency: 'api', environment: 'production' })
  expect(status).toBe(422)
  expect(body.code).toBe('dependency_in_past')
  const earliest = Date.parse(body.earliest)
  expect(earliest).toBeGreaterThan(Date.parse(soon))
  expect(earliest - Date.now()).toBeLessThanOrEqual(16 * 60_000)
  const accepted = await schedule({ at: body.earliest, dependency: 'api', environment: 'production' })
  expect(accepted.status).toBe(201)
})

test('dependencies in a circle are refused by their names', async () => {
  const dependencies = [{ app: 'api', dependencies: [{ app: 'worker' }] }]
  const { status, body } = await schedule({ at: nextYearAt('10:00'), dependencies })
  expect(status).toBe(422)
  expect(body).toMatchObject({
    code: 'dependency_cycle',
    cycle: ['Worker in Production', 'API in Production', 'Worker in Production'],
  })
})

test.each([
  ['an unknown time zone', { timezone: 'Mars/Olympus' }, 422, 'unknown_timezone', 'timezone'],
  ['a time beyond five years', { at: '2999-01-01T00:00' }, 422, 'time_too_far', 'at'],
  ['an application that is not there', { app: 'nothing' }, 404, 'not_found', 'app'],
  ['a dependency that is not there', { dependency: 'nothing' }, 404, 'not_found', 'dependency'],
  ['one deep in the list', { dependencies: [{ app: 'nothing' }] }, 404, 'not_found', 'dependencies.0.app'],
  ['an environment of several that is not named', { app: 'web' }, 400, 'invalid_request', 'environment'],
  ['an environment where it does not run', { environment: 'staging' }, 422, 'no_target', 'environment'],
  ['an image that is none', { image: 'Not An Image' }, 400, 'invalid_request', 'image'],
  ['a day that no month has', { at: '2027-02-31T10:00' }, 400, 'invalid_request', 'at'],
])('%s is refused', async (_what, change, status, code, path) => {
  const before = await count()
  const reply = await schedule({ at: nextYearAt('10:00'), ...change })
  expect(reply).toMatchObject({ status, body: { code, errors: [{ path }] } })
  expect(reply.body.errors[0].message).not.toBe('')
  expect(await count()).toBe(before)
})

test.each([
  ['what is not known', { colour: 'red' }, ['colour']],
  ['what is not known, deep inside', { dependencies: [{ app: 'api', lead: 3 }] }, ['dependencies.0.lead']],
  [
    'a month that no year has',
    { at: undefined, year: 2027, month: 13, day: 1, hour: 0, minute: 0 },
    ['month'],
  ],
  ['a month before January', { at: undefined, year: 2027, month: 0, day: 1, hour: 0, minute: 0 }, ['month']],
  ['half a time', { at: undefined, year: 2027, month: 1 }, ['day', 'hour', 'minute']],
  ['two times', { year: 2027 }, ['at']],
  ['no time', { at: undefined }, ['at']],
  ['a local time without its zone', { timezone: undefined }, ['timezone']],
  ['a time in words', { at: 'tomorrow' }, ['at']],
  ['no application', { app: undefined }, ['app']],
  ['another type', { app: 7, note: {} }, ['app', 'note']],
  ['a dependency of neither kind', { dependencies: [{}] }, ['dependencies.0.app']],
  ['both spellings of a dependency', { dependency: 'api', dependencies: [] }, ['dependency']],
  [
    'a lead time below zero',
    { dependencies: [{ app: 'api', lead_minutes: -1 }] },
    ['dependencies.0.lead_minutes'],
  ],
  ['an overlap of a third kind', { overlap: 'middle' }, ['overlap']],
])('%s in the body is refused with its path', async (_what, change, paths) => {
  const { status, body } = await schedule({ at: nextYearAt('10:00'), ...change })
  expect(status).toBe(400)
  expect(body.code).toBe('invalid_request')
  expect(body.errors.map((error: { path: string }) => error.path)).toEqual(paths)
})

test.each([
  ['is not JSON', '{"app": ', 400],
  ['is a list', '[]', 400],
  ['is empty', '', 400],
  ['has a NUL in a text', '{"app": "a\\u0000b"}', 400],
  ['is nested without end', `${'{"dependencies":['.repeat(2000)}${']}'.repeat(2000)}`, 400],
  ['is larger than 64 KiB', JSON.stringify({ note: 'x'.repeat(70_000) }), 413],
])('a body that %s is refused', async (_what, text, status) => {
  const reply = await api.call('POST', '/scheduled_deployments', { text })
  expect(reply.status).toBe(status)
  expect(reply.headers.get('content-type')).toBe('application/problem+json')
})

test('what has ended, or is under way, is not changed any more', async () => {
  const { body: made } = await schedule({ at: nextYearAt('11:00') })
  const path = `/scheduled_deployments/${made.result.id}`
  const later = { body: { at: nextYearAt('12:00'), timezone: 'UTC' } }
  await api.sql(`UPDATE deployments SET status = 'running', started_at = now() WHERE id = $1`, [
    made.result.id,
  ])
  expect(await api.call('PATCH', path, later)).toMatchObject({ status: 409, body: { code: 'too_late' } })
  expect(await api.call('POST', `${path}/run_now`)).toMatchObject({ status: 409, body: { code: 'too_late' } })
  expect(await api.call('POST', `${path}/retry`)).toMatchObject({
    status: 409,
    body: { code: 'not_retryable' },
  })

  await api.sql(`UPDATE deployments SET status = 'succeeded', finished_at = now() WHERE id = $1`, [
    made.result.id,
  ])
  for (const reply of [await api.call('PATCH', path, later), await api.call('DELETE', path)]) {
    expect(reply).toMatchObject({ status: 409, body: { code: 'already_finished', errors: [] } })
  }
})

test('a change of the zone alone is refused', async () => {
  const { body: made } = await schedule({ at: nextYearAt('11:00') })
  const reply = await api.call('PATCH', `/scheduled_deployments/${made.result.id}`, {
    body: { timezone: 'Europe/Berlin' },
  })
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ path: 'timezone' }] } })
})

test('an address that is not in the manifest is not found, a method that it lacks is not allowed', async () => {
  for (const path of ['/nothing', '/applications/a/b', '/applications/', '/scheduled_deployments//events']) {
    expect(await api.call('GET', path), path).toMatchObject({ status: 404, body: { code: 'not_found' } })
  }
  const put = await api.call('PUT', '/applications')
  expect(put).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
  expect(put.headers.get('allow')).toBe('GET, POST')
})

test('what can’t be an id names nothing', async () => {
  for (const id of ['1', 'web', "' OR 1=1", '%00', '..']) {
    const reply = await api.call('GET', `/applications/${encodeURIComponent(id)}`)
    expect(reply.body.code, id).toBe('not_found')
  }
})

test('too many requests with one token are told when to come again, those with another are served', async () => {
  const calls = Array.from({ length: 700 }, () => api.call('GET', '/applications', { token: 'wild' }))
  const refused = (await Promise.all(calls)).filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused[0]?.body.code).toBe('too_many_requests')
  expect((await api.call('GET', '/applications')).status).toBe(200)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiUnderTest, nextYear, nextYearAt, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
beforeAll(async () => {
  api = await openApiUnderTest()
})
afterAll(() => api.close())

const order = () => ({
  ...{ app: 'web', environment: 'production', at: nextYearAt('15:00'), timezone: 'America/New_York' },
})
const schedule = (more: object) =>
  api.call('POST', '/scheduled_deployments', { body: { ...order(), ...more } })
const one = (id: string, path = '') =>
  api.call(path === '' ? 'GET' : 'POST', `/scheduled_deployments/${id}${path}`)

/** The nth Sunday of a month in the year after the one in which everything is due: New York's clocks change then. */
function sundayOf(month: string, nth: number, time: string): string {
  const year = nextYear().year + 1
  const first = new Date(`${year}-${month}-01T00:00:00Z`).getUTCDay()
  const day = 1 + ((7 - first) % 7) + 7 * (nth - 1)
  return `${year}-${month}-${String(day).padStart(2, '0')}T${time}`
}

/** As the worker leaves it that carried it out; the run is none of this test's. */
async function succeed(id: string): Promise<void> {
  await api.sql(
    `UPDATE deployments SET status = 'succeeded', started_at = now(), finished_at = now() WHERE id = $1`,
    [id],
  )
}

test('a time to revert it at is a local time in the same zone, and makes the revert with it', async () => {
  const { status, body } = await schedule({ revert_at: nextYearAt('18:30') })
  expect(status).toBe(201)
  const { id, revert, reverts } = body.result
  expect(reverts).toBeNull()
  expect(revert).toMatchObject({ status: 'scheduled', due_at: `${nextYear().year}-06-15T22:30:00.000Z` })
  const { body: found } = await one(revert.id)
  expect(found.result).toMatchObject({
    ...{ reverts: id, image: null, hour: 18, minute: 30, original_timezone: 'America/New_York' },
    dependencies: [{ id, lead_minutes: 210 }],
    reason: expect.stringMatching(/^Due .*18:30.*: brings back what ran before Web in Production/),
  })
})

const REFUSED: [string, Record<string, () => unknown>, number, string, string][] = [
  ['before it is due', { revert_at: () => nextYearAt('15:00') }, 422, 'revert_not_after', 'revert_at'],
  ['in the past', { revert_at: () => '2020-01-01T00:00' }, 422, 'time_in_past', 'revert_at'],
  [
    'when clocks skip it',
    { revert_at: () => sundayOf('03', 2, '02:30') },
    ...([422, 'time_in_gap', 'revert_at'] as const),
  ],
  [
    'when clocks show it twice',
    { revert_at: () => sundayOf('11', 1, '01:30') },
    ...([422, 'time_ambiguous', 'revert_overlap'] as const),
  ],
  ['at no time', { revert_at: () => 'tomorrow' }, 400, 'invalid_request', 'revert_at'],
  ['without being told at what', { revert_overlap: () => 'later' }, 400, 'invalid_request', 'revert_overlap'],
  ['in no time', { confirm_within_minutes: () => 0 }, 400, 'invalid_request', 'confirm_within_minutes'],
  [
    'and confirmed',
    { revert_at: () => nextYearAt('18:30'), confirm_within_minutes: () => 30 },
    ...([400, 'invalid_request', 'confirm_within_minutes'] as const),
  ],
]

test.each(REFUSED)('it can’t be reverted %s', async (_when, fields, status, code, path) => {
  const sent = Object.entries(fields).map(([name, value]) => [name, value()] as const)
  const reply = await schedule(Object.fromEntries(sent))
  expect(reply).toMatchObject({ status, body: { code } })
  expect(reply.body.errors.map((error: { path: string }) => error.path)).toContain(path)
})

test('of a time that clocks show twice the one that was chosen is meant', async () => {
  const { body } = await schedule({ revert_at: sundayOf('11', 1, '01:30'), revert_overlap: 'later' })
  expect(body.result.revert.due_at).toBe(`${sundayOf('11', 1, '06:30')}:00.000Z`)
})

test('time to confirm is kept, and there is nothing to confirm before the success', async () => {
  const { body } = await schedule({ confirm_within_minutes: 30 })
  const { id } = body.result
  expect(body.result).toMatchObject({ confirm_within_minutes: 30, confirmed_at: null, revert: null })
  expect(await one(id, '/confirm')).toMatchObject({
    ...{ status: 409, body: { code: 'nothing_to_confirm', why: 'not_yet' } },
  })
  expect(await one(id, '/revert')).toMatchObject({ status: 409, body: { code: 'not_revertable' } })
})

test('a deployment that succeeded is reverted once: asked again, the same revert is due now', async () => {
  const { id } = (await schedule({})).body.result
  await succeed(id)
  const { status, body } = await one(id, '/revert')
  expect(status).toBe(200)
  expect(body.result).toMatchObject({ reverts: id, status: 'scheduled', app: 'web' })
  expect((await one(id, '/revert')).body.result.id).toBe(body.result.id)
  await succeed(body.result.id)
  expect(await one(id, '/revert')).toMatchObject({ status: 409, body: { code: 'already_reverted' } })
})

test('confirming cancels the revert, and the answer says by whom', async () => {
  const { id } = (await schedule({ confirm_within_minutes: 30 })).body.result
  await succeed(id)
  const { id: revertId } = (await one(id, '/revert')).body.result
  const { status, body } = await one(id, '/confirm')
  expect(status).toBe(200)
  expect(body.result).toMatchObject({
    confirmed_at: expect.any(String),
    confirmed_by: expect.stringContaining('(token test)'),
    revert: { id: revertId, status: 'cancelled' },
  })
})

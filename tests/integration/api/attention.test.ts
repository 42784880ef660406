import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
let apiId: string
let webId: string

beforeAll(async () => {
  api = await openApiUnderTest()
  const at = { at: nextYearAt('10:00'), timezone: 'UTC', environment: 'production' }
  const body = { ...at, app: 'web', dependencies: [{ app: 'api', lead_minutes: 20 }] }
  const { result } = (await api.call('POST', '/scheduled_deployments', { body })).body
  webId = result.id
  apiId = result.dependency.id
  await miss()
})
afterAll(() => api.close())

/** As a worker leaves them that was away for too long. */
async function miss(): Promise<void> {
  await api.sql(
    `UPDATE deployments SET due_at = now() - CASE id WHEN $1::uuid THEN interval '140 minutes' ELSE interval '2 hours' END,
       finished_at = now(), dismissed_at = NULL, dismissed_by = NULL, reason = 'Away.',
       status = CASE id WHEN $1::uuid THEN 'missed' ELSE 'skipped' END::"DeploymentStatus" WHERE id IN ($1, $2)`,
    [apiId, webId],
  )
}
const post = (path: string) => api.call('POST', `/scheduled_deployments/${apiId}/${path}`)
const attention = () => api.call('GET', '/attention')
const statuses = async () =>
  (await api.sql('SELECT status FROM deployments ORDER BY id = $1 DESC', [apiId])).map(({ status }) => status)

test('what was missed is listed, with what was skipped because of it', async () => {
  expect(await attention()).toMatchObject({
    status: 200,
    body: {
      total: 1,
      next_cursor: null,
      result: [
        {
          ...{ id: apiId, kind: 'missed', sentence: 'Away.' },
          scheduled_deployment: { id: apiId, app: 'api', status: 'missed', dependency: null },
          skipped: [{ id: webId, label: 'Web in Production', kept_by: null }],
        },
      ],
    },
  })
})

test('dismissed it is listed no more, stays missed, and can be dismissed again', async () => {
  for (const _ of [1, 2]) {
    expect(await post('dismiss')).toMatchObject({
      status: 200,
      body: { result: { id: apiId, status: 'missed' } },
    })
  }
  expect((await attention()).body).toEqual({ result: [], next_cursor: null, total: 0 })
  await miss()
})

test('run now leaves what was skipped alone, unless with_skipped says otherwise', async () => {
  expect((await post('run_now')).status).toBe(200)
  expect(await statuses()).toEqual(['scheduled', 'skipped'])
  await miss()
  expect((await post('run_now?with_skipped=true')).status).toBe(200)
  expect(await statuses()).toEqual(['scheduled', 'scheduled'])
  await miss()
})

test('rescheduled with_skipped, what was skipped comes back at its distance', async () => {
  const body = { at: nextYearAt('12:00'), timezone: 'UTC', with_skipped: true }
  expect((await api.call('PATCH', `/scheduled_deployments/${apiId}`, { body })).status).toBe(200)
  const { result } = (await api.call('GET', `/scheduled_deployments/${webId}`)).body
  expect(result).toMatchObject({ status: 'scheduled', due_at: `${nextYearAt('12:20')}:00.000Z` })
})

test('what was not missed can not be dismissed', async () => {
  expect(await post('dismiss')).toMatchObject({
    status: 409,
    body: { code: 'nothing_to_dismiss', status: 409 },
  })
})

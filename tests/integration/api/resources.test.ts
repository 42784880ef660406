import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
beforeAll(async () => {
  api = await openApiUnderTest()
})
afterAll(() => api.close())

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

test('a cloud account’s keys go in and never come out', async () => {
  const credentials = { kind: 'static', access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: SECRET }
  const call = {
    body: { name: 'Second', region: 'eu-west-1', credentials },
    headers: { 'idempotency-key': 'keys' },
  }
  const made = await api.call('POST', '/cloud_accounts', call)
  expect(made.status).toBe(201)
  expect(made.body.result).toMatchObject({
    name: 'Second',
    region: 'eu-west-1',
    credentials: { kind: 'static' },
  })
  const path = `/cloud_accounts/${made.body.result.id}`
  const replies = [
    made,
    await api.call('POST', '/cloud_accounts', call),
    await api.call('GET', path),
    await api.call('GET', '/cloud_accounts'),
    await api.call('PATCH', path, { body: { region: 'eu-west-2', credentials } }),
    await api.call('POST', `${path}/check`),
    await api.call('POST', '/cloud_accounts', { body: { name: '', region: 1, credentials } }),
  ]
  const stored = await api.sql('SELECT body FROM idempotent_answers')
  for (const secret of [SECRET, 'AKIAIOSFODNN7EXAMPLE']) {
    expect(JSON.stringify([replies.map(({ body }) => body), stored])).not.toContain(secret)
  }
  expect((await api.call('GET', path)).body.result.region).toBe('eu-west-2')
})

test('a role is shown with the external id that its trust policy needs', async () => {
  const credentials = { kind: 'role', role_arn: 'arn:aws:iam::123456789012:role/shipclock' }
  const { body } = await api.call('POST', '/cloud_accounts', {
    body: { name: 'By role', region: 'eu-west-1', credentials },
  })
  expect(body.result.credentials).toEqual({
    ...credentials,
    external_id: expect.stringMatching(/^shipclock-\w{32}$/),
  })
})

test('an environment and an application in it can be added, changed and deleted', async () => {
  const environment = await api.call('POST', '/environments', {
    body: { name: 'Preview', cloud_account: 'AWS', cluster: 'preview' },
  })
  expect(environment).toMatchObject({
    status: 201,
    body: { result: { slug: 'preview', cluster: 'preview', cloud_account: 'AWS', region: 'eu-central-1' } },
  })
  const target = {
    environment: 'preview',
    service: 'docs',
    container: 'docs',
    image_repository: 'registry.example/docs',
  }
  const application = await api.call('POST', '/applications', { body: { name: 'Docs', targets: [target] } })
  expect(application).toMatchObject({ status: 201, body: { result: { slug: 'docs', targets: [target] } } })

  const path = `/applications/${application.body.result.id}`
  const changed = await api.call('PATCH', path, { body: { name: 'Manual' } })
  expect(changed.body.result).toMatchObject({ name: 'Manual', slug: 'docs', targets: [target] })
  expect((await api.call('GET', path)).body).toEqual(changed.body)

  const place = `/environments/${environment.body.result.id}`
  expect(await api.call('DELETE', place)).toMatchObject({ status: 409, body: { code: 'in_use' } })
  expect((await api.call('DELETE', path)).body).toEqual({ result: { id: application.body.result.id } })
  expect((await api.call('DELETE', place)).status).toBe(200)
  expect(await api.call('GET', place)).toMatchObject({ status: 404, body: { code: 'not_found', errors: [] } })
})

test.each([
  ['/applications', { name: 'Web', slug: 'web' }, 409, 'already_exists', 'slug'],
  [
    '/environments',
    { name: 'Production', cloud_account: 'AWS', cluster: 'x' },
    409,
    'already_exists',
    'name',
  ],
  ['/environments', { name: 'X', cloud_account: 'no', cluster: 'x' }, 404, 'not_found', 'cloud_account'],
  [
    '/applications',
    {
      name: 'X',
      targets: [{ environment: 'production', service: 'x', container: 'x', image_repository: 'A:b' }],
    },
    ...([400, 'invalid_request', 'targets.0.image_repository'] as const),
  ],
  [
    '/cloud_accounts',
    { name: 'X', region: 'eu-west-1', credentials: { kind: 'role', role_arn: 'nonsense' } },
    ...([400, 'invalid_request', 'credentials.role_arn'] as const),
  ],
])('POST %s %j is refused', async (path, body, status, code, where) => {
  const reply = await api.call('POST', path, { body })
  expect(reply).toMatchObject({ status, body: { code, errors: [{ path: where }] } })
})

test('lists come in pages that together hold everything once', async () => {
  for (const minute of [10, 11, 12, 13, 14]) {
    const at = nextYearAt(`10:${minute}:00Z`)
    await api.call('POST', '/scheduled_deployments', { body: { app: 'worker', at, note: `at ${minute}` } })
  }
  for (const [list, expected] of [
    ['/applications', 3],
    ['/scheduled_deployments', 5],
  ] as const) {
    const whole = await api.call('GET', list)
    expect(whole.body.result).toHaveLength(expected)
    expect(whole.body.next_cursor).toBeNull()
    const paged = []
    let cursor = ''
    do {
      const { body } = await api.call('GET', `${list}?limit=2${cursor}`)
      expect(body.result.length).toBeLessThanOrEqual(2)
      paged.push(...body.result)
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`
    } while (cursor !== '')
    expect(paged).toEqual(whole.body.result)
  }
})

test('the list of deployments can be filtered, searched and turned round', async () => {
  const at = nextYearAt('20:00:00Z')
  const made = await api.call('POST', '/scheduled_deployments', {
    body: { app: 'web', environment: 'staging', at, note: 'needle' },
  })
  await api.call('DELETE', `/scheduled_deployments/${made.body.result.id}`)
  const ids = async (query: string) => {
    const { body } = await api.call('GET', `/scheduled_deployments?${query}`)
    return body.result.map(({ id }: { id: string }) => id)
  }
  for (const query of [
    'status=cancelled,failed',
    'status=failed&status=cancelled',
    'app=web',
    'environment=staging',
    `app=${made.body.result.app_id}`,
    'search=NEEDLE',
    `from=${at}`,
    'limit=1',
  ]) {
    expect(await ids(query), query).toEqual([made.body.result.id])
  }
  expect(await ids('app=nothing')).toEqual([])
  expect((await ids(`to=${at}`)).length).toBe(5)
  expect(await ids('order=due_ascending')).toEqual((await ids('')).reverse())
})

test.each([
  ['limit=0', 'limit'],
  ['limit=201', 'limit'],
  ['limit=many', 'limit'],
  ['cursor=nonsense', 'cursor'],
  ['status=asleep', 'status.0'],
  ['from=yesterday', 'from'],
  ['colour=red', 'colour'],
])('a list that is asked for with %s is refused', async (query, path) => {
  const reply = await api.call('GET', `/scheduled_deployments?${query}`)
  expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } })
})

test('an environment’s start deadline counts for deployments that name none, and can be taken back', async () => {
  const create = { name: 'Patient', cloud_account: 'AWS', cluster: 'patient', start_deadline_minutes: 240 }
  const { body } = await api.call('POST', '/environments', { body: create })
  expect(body.result.start_deadline_minutes).toBe(240)
  const target = { environment: 'patient', service: 'late', container: 'late', image_repository: null }
  await api.call('POST', '/applications', { body: { name: 'Late', targets: [target] } })
  const minutes = async (own: object) => {
    const order = { app: 'late', at: `${new Date().getUTCFullYear() + 1}-06-15T12:00:00Z`, ...own }
    const { result } = (await api.call('POST', '/scheduled_deployments', { body: order })).body
    return (Date.parse(result.start_deadline_at) - Date.parse(result.due_at)) / 60_000
  }
  expect(await minutes({})).toBe(240)
  expect(await minutes({ start_deadline_minutes: 5 })).toBe(5)

  const place = `/environments/${body.result.id}`
  const renamed = await api.call('PATCH', place, { body: { name: 'Patient still' } })
  expect(renamed.body.result.start_deadline_minutes).toBe(240)
  const none = await api.call('PATCH', place, { body: { start_deadline_minutes: null } })
  expect(none.body.result.start_deadline_minutes).toBeNull()
  expect(await minutes({})).toBe(60)
  const wrong = await api.call('PATCH', place, { body: { start_deadline_minutes: 0 } })
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'start_deadline_minutes' }] } })
})

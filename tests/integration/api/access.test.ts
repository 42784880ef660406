import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Endpoint } from '@/app/api/endpoint'
import { MANIFEST } from '@/app/api/manifest'
import { services, webEnvironment } from '@/app/services'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from './api-under-test'
import { bodyFor, everythingIn, exampleRequest, idFor, makeNamed, type Named } from './example-requests'

let api: ApiUnderTest
let named: Named

beforeAll(async () => {
  api = await openApiUnderTest()
  const body = {
    app: 'web',
    environment: 'production',
    dependency: 'api',
    at: nextYearAt('10:00'),
    timezone: 'UTC',
  }
  const { body: scheduled } = await api.call('POST', '/scheduled_deployments', { body })
  const { body: missed } = await api.call('POST', '/scheduled_deployments', { body })
  await api.sql(`UPDATE deployments SET status = 'missed', finished_at = now() WHERE id = $1`, [
    missed.result.id,
  ])
  named = await makeNamed(api, scheduled.result.id)
})
afterAll(() => api.close())

const nameOf = (endpoint: Endpoint) => `${endpoint.method} ${endpoint.path}`
const all = MANIFEST.map((endpoint) => [nameOf(endpoint), endpoint] as const)
const changing = all.filter(([, { method }]) => method !== 'GET')
/** The others change only what is one's own. */
const ofOthers = changing.filter(([, { permission }]) => permission !== 'view')
const ofOne = all.filter(([, { path }]) => path.includes('{id}'))

const request = (endpoint: Endpoint) => exampleRequest(endpoint, named)
const everything = () => everythingIn(api)

test.each(all)('%s: nobody gets in without a token that counts', async (_name, endpoint) => {
  const before = await everything()
  const [method, path, call] = request(endpoint)
  const made = `shipclock_${'0'.repeat(48)}_00000000`
  for (const token of [null, made, `${api.tokens.admin}x`, 'x'.repeat(10_000)]) {
    const reply = await api.call(method, path, { ...call, token })
    expect(reply).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/)
  }
  expect(await everything()).toBe(before)
})

test.each(ofOthers)('%s: a viewer may not', async (_name, endpoint) => {
  const before = await everything()
  const [method, path, call] = request(endpoint)
  const reply = await api.call(method, path, { ...call, token: api.tokens.viewer })
  expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden', permission: endpoint.permission } })
  expect(await everything()).toBe(before)
})

test.each(ofOthers)(
  '%s: what it calls refuses a viewer by itself, without the check before it',
  async (_name, endpoint) => {
    const before = await everything()
    const params: Record<string, string> = endpoint.path.includes('{id}')
      ? { id: idFor(endpoint, named) }
      : {}
    const carry = endpoint.prepare({ params, query: {}, ...{ body: undefined, ...bodyFor(endpoint) } })
    if (!carry.ok) throw new Error(carry.refusal.detail)
    const result = await carry.value(services(), api.team.viewer)
    expect(result).toMatchObject({
      ok: false,
      refusal: { code: 'forbidden', extra: { permission: endpoint.permission } },
    })
    expect(await everything()).toBe(before)
  },
)

test.each(changing.filter(([, { permission }]) => permission === 'administer'))(
  '%s: a deployer may not',
  async (_name, endpoint) => {
    const before = await everything()
    const [method, path, call] = request(endpoint)
    const reply = await api.call(method, path, { ...call, token: api.tokens.deployer })
    expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await everything()).toBe(before)
  },
)

test.each(ofOne)('%s: what is another team’s is not there, as what never was', async (_name, endpoint) => {
  const before = await everything()
  const [method, path, call] = request(endpoint)
  const theirs = await api.call(method, path, { ...call, token: api.tokens.otherAdmin })
  const nobodys = path.replace(idFor(endpoint, named), crypto.randomUUID())
  const never = await api.call(method, nobodys, { ...call, token: api.tokens.otherAdmin })
  expect(theirs.status).toBe(404)
  expect(theirs.body).toEqual(never.body)
  expect(await everything()).toBe(before)
})

test.each(all.filter(([, { method, path }]) => method === 'GET' && !path.includes('{')))(
  '%s: shows a team only its own',
  async (_name, endpoint) => {
    const mine = await api.call('GET', endpoint.path)
    const theirs = await api.call('GET', endpoint.path, { token: api.tokens.otherAdmin })
    const ids = (reply: typeof mine) => [reply.body.result].flat().map(({ id }: { id: string }) => id)
    expect(ids(mine).length).toBeGreaterThan(0)
    expect(ids(theirs).filter((id: string) => ids(mine).includes(id))).toEqual([])
  },
)

test('names of another team’s are not found in a body either', async () => {
  const { applications, environmentId, cloudAccountId } = api.team
  const token = api.tokens.otherAdmin
  const at = { at: nextYearAt('10:00'), timezone: 'UTC' }
  const bodies: [string, object, string][] = [
    ['/scheduled_deployments', { app: applications.worker.id, ...at }, 'app'],
    [
      '/scheduled_deployments',
      { app: 'worker', dependencies: [{ deployment: named.deploymentId }], ...at },
      'dependencies.0.deployment',
    ],
    ['/environments', { name: 'X', cloud_account: cloudAccountId, cluster: 'x' }, 'cloud_account'],
    [
      '/applications',
      { name: 'X', targets: [{ environment: environmentId, service: 'x', container: 'x' }] },
      'targets.0.environment',
    ],
  ]
  const before = await everything()
  for (const [path, body, where] of bodies) {
    const reply = await api.call('POST', path, { body, token })
    expect(reply, where).toMatchObject({
      status: 404,
      body: { code: 'not_found', errors: [{ path: where }] },
    })
  }
  expect(await everything()).toBe(before)
})

test('a revoked token, a disabled user and a lost role count from the next request on', async () => {
  const { userId } = api.team.deployer
  const call = () => api.call('GET', '/applications', { token: api.tokens.deployer })
  expect((await call()).status).toBe(200)
  await api.sql('UPDATE users SET disabled_at = now() WHERE id = $1', [userId])
  expect((await call()).status).toBe(401)
  await api.sql('UPDATE users SET disabled_at = NULL WHERE id = $1', [userId])
  await api.sql(`UPDATE memberships SET role = 'viewer' WHERE user_id = $1`, [userId])
  const cancel = await api.call('DELETE', `/scheduled_deployments/${named.deploymentId}`, {
    token: api.tokens.deployer,
  })
  expect(cancel.status).toBe(403)
  await api.sql('UPDATE api_tokens SET revoked_at = now() WHERE user_id = $1', [userId])
  expect((await call()).status).toBe(401)
})

test('a browser’s session reads but changes nothing', async () => {
  const cookie = await sessionCookieOf(api.team.admin.userId ?? '')
  const before = await everything()
  const read = await api.call('GET', '/applications', { token: null, headers: { cookie } })
  expect(read.status).toBe(200)
  for (const [name, endpoint] of changing) {
    const [method, path, call] = request(endpoint)
    const reply = await api.call(method, path, { ...call, token: null, headers: { cookie } })
    expect(reply.status, name).toBe(401)
  }
  expect(await everything()).toBe(before)
})

async function sessionCookieOf(userId: string): Promise<string> {
  const token = await encode({
    secret: webEnvironment().secret,
    token: { sub: userId, sid: crypto.randomUUID(), ver: 1 },
  })
  return `next-auth.session-token=${token}`
}

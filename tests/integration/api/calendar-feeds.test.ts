import ICAL from 'ical.js'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GET as getFeed } from '@/app/api/feeds/[file]/route'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
let address = 0

beforeAll(async () => {
  api = await openApiUnderTest()
})
afterAll(() => api.close())

/** Each from an address of its own, so that no test uses up what another may ask. */
async function read(url: string, headers: Record<string, string> = {}) {
  address += 1
  const request = new NextRequest(url, { headers: { 'x-forwarded-for': `192.0.2.${address}`, ...headers } })
  const file = request.nextUrl.pathname.replace('/api/feeds/', '')
  const response = await getFeed(request, { params: Promise.resolve({ file }) })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function subscribe(body: object, token = api.tokens.admin): Promise<{ id: string; url: string }> {
  const made = await api.call('POST', '/calendar_feeds', { body: { name: 'Phone', ...body }, token })
  expect(made.status).toBe(201)
  return made.body.result
}

async function schedule(change: object = {}, token = api.tokens.admin): Promise<string> {
  const body = { app: 'web', environment: 'production', at: nextYearAt('10:00'), timezone: 'Europe/Berlin' }
  const made = await api.call('POST', '/scheduled_deployments', { body: { ...body, ...change }, token })
  return made.body.result.id
}

async function events(url: string): Promise<Map<string, ICAL.Event>> {
  const { text } = await read(url)
  ICAL.TimezoneService.reset()
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  const found = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
  return new Map(found.map((event) => [event.uid.replace('@shipclock', ''), event]))
}

describe('a calendar feed', () => {
  test('is read without signing in, and only by its address', async () => {
    const id = await schedule()
    const { url } = await subscribe({ scope: 'team' })
    const answer = await read(url)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect((await events(url)).get(id)?.summary).toBe('Deploy Web in Production')

    const unknown = await read(url.replace(/.{8}\.ics$/, '00000000.ics'))
    expect(unknown.status).toBe(404)
    expect((await read(url.replace('.ics', ''))).status).toBe(404)
  })

  test('that was revoked is as unknown as one that never was', async () => {
    const { id, url } = await subscribe({ scope: 'team' })
    const { url: other } = await subscribe({ scope: 'team' })
    expect((await read(url)).status).toBe(200)
    expect((await api.call('DELETE', `/calendar_feeds/${id}`)).status).toBe(200)
    const revoked = await read(url)
    const never = await read(other.replace(/feed_.{4}/, 'feed_0000'))
    expect(revoked.status).toBe(404)
    expect(revoked.text).toBe(never.text)
    expect((await read(other)).status).toBe(200)
  })

  test.each([
    ['is disabled', 'UPDATE users SET disabled_at = now() WHERE id = $1'],
    ['has left the team', 'DELETE FROM memberships WHERE user_id = $1'],
  ])('is not found any more when its maker %s', async (_what, sql) => {
    const before = await openMember()
    const { url } = await subscribe({ scope: 'team' }, before.token)
    expect((await read(url)).status).toBe(200)
    await api.sql(sql, [before.userId])
    expect((await read(url)).status).toBe(404)
  })

  test('shows a move and a cancellation as changes of the same event', async () => {
    const id = await schedule()
    const { url } = await subscribe({ scope: 'team' })
    const first = (await events(url)).get(id)
    await api.call('PATCH', `/scheduled_deployments/${id}`, {
      body: { at: nextYearAt('11:30'), timezone: 'America/New_York' },
    })
    const moved = (await events(url)).get(id)
    await api.call('DELETE', `/scheduled_deployments/${id}`)
    const cancelled = (await events(url)).get(id)

    expect(moved?.startDate.toJSDate().toISOString()).toBe(`${nextYearAt('15:30')}:00.000Z`)
    expect(cancelled?.component.getFirstPropertyValue('status')).toBe('CANCELLED')
    const sequences = [first, moved, cancelled].map((event) => event?.sequence ?? -1)
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
    expect(sequences[0]).toBeGreaterThanOrEqual(0)
  })

  test('shows what its scope says, and never another team’s', async () => {
    const production = await schedule()
    const staging = await schedule({ environment: 'staging' }, api.tokens.deployer)
    const theirs = await schedule({}, api.tokens.otherAdmin)
    const shown = async (body: object, token?: string) => [
      ...(await events((await subscribe(body, token)).url)).keys(),
    ]
    const team = await shown({ scope: 'team' })
    expect(team).toEqual(expect.arrayContaining([production, staging]))
    expect(team).not.toContain(theirs)
    expect(await shown({ scope: 'environment', environment: 'staging' })).toEqual([staging])
    expect(await shown({ scope: 'person' }, api.tokens.deployer)).toEqual([staging])
    expect(await shown({ scope: 'person' }, api.tokens.viewer)).toEqual([])
  })

  test('is not sent again while nothing in it has changed', async () => {
    const { url } = await subscribe({ scope: 'team' })
    const etag = (await read(url)).headers.get('etag') ?? ''
    const again = await read(url, { 'if-none-match': etag })
    expect(again).toMatchObject({ status: 304, text: '' })
    await schedule()
    expect((await read(url, { 'if-none-match': etag })).status).toBe(200)
  })

  test('is not for guessing: who asks too often is told when to come again', async () => {
    const from = { 'x-forwarded-for': '198.51.100.7' }
    let last = await read('http://localhost:3000/api/feeds/x.ics', from)
    for (let asked = 0; asked < 1000 && last.status === 404; asked += 1)
      last = await read(`http://localhost:3000/api/feeds/${asked}.ics`, from)
    expect(last.status).toBe(429)
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('the address of a calendar feed', () => {
  test('is in no table, also when the request carried an Idempotency-Key', async () => {
    const call = { body: { name: 'Phone', scope: 'team' }, headers: { 'idempotency-key': 'feed' } }
    const first = await api.call('POST', '/calendar_feeds', call)
    const again = await api.call('POST', '/calendar_feeds', call)
    expect(again.status).toBe(201)
    expect(again.body.result).toEqual({ ...first.body.result, url: null })

    const secret: string = first.body.result.url.split('/').at(-1).replace('.ics', '')
    const kept = await api.sql(
      'SELECT to_jsonb(f)::text AS row FROM calendar_feeds f UNION ALL SELECT to_jsonb(a)::text FROM idempotent_answers a',
    )
    expect(kept.length).toBeGreaterThan(1)
    for (const { row } of kept) expect(row).not.toContain(secret.split('_')[2])
  })

  test('is not told again, but when it was last read is', async () => {
    const { id, url } = await subscribe({ scope: 'team' })
    expect((await api.call('GET', `/calendar_feeds/${id}`)).body.result.last_used_at).toBeNull()
    await read(url)
    const { body } = await api.call('GET', `/calendar_feeds/${id}`)
    expect(body.result.last_used_at).not.toBeNull()
    expect(JSON.stringify(body)).not.toContain('shipclock_feed_')
  })
})

test('a feed is seen and revoked by its maker and by admins, by nobody else', async () => {
  const { id } = await subscribe({ scope: 'team' }, api.tokens.deployer)
  const ids = async (token: string) => {
    const reply = await api.call('GET', '/calendar_feeds?limit=200', { token })
    expect(reply).toMatchObject({ status: 200 })
    return reply.body.result.map((feed: { id: string }) => feed.id)
  }
  expect(await ids(api.tokens.deployer)).toContain(id)
  expect(await ids(api.tokens.admin)).toContain(id)
  expect(await ids(api.tokens.viewer)).not.toContain(id)
  expect((await api.call('DELETE', `/calendar_feeds/${id}`, { token: api.tokens.viewer })).status).toBe(404)
  expect((await api.call('DELETE', `/calendar_feeds/${id}`, { token: api.tokens.deployer })).status).toBe(200)
})

test.each([
  [{ name: ' ', scope: 'team' }, 400, 'name'],
  [{ name: 'Phone', scope: 'all' }, 400, 'scope'],
  [{ name: 'Phone', scope: 'environment' }, 400, 'environment'],
  [{ name: 'Phone', scope: 'team', environment: 'production' }, 400, 'environment'],
  [{ name: 'Phone', scope: 'environment', environment: 'moon' }, 404, 'environment'],
])('a feed is not made of %j', async (body, status, path) => {
  const reply = await api.call('POST', '/calendar_feeds', { body })
  expect(reply).toMatchObject({ status, body: { errors: [{ path }] } })
})

/** Somebody of the team who may go without being missed by other tests. */
async function openMember(): Promise<{ userId: string; token: string }> {
  const { createMember } = await import('@/tests/setup/fixtures')
  const { services } = await import('@/app/services')
  const { createApiToken } = await import('@/lib/use-cases/create-api-token')
  const [team] = await api.sql('SELECT name FROM teams WHERE id = $1', [api.team.teamId])
  const member = await createMember(services(), String(team?.name), 'viewer')
  const made = await createApiToken(services(), member, { name: 'test', expiresInDays: null })
  if (!made.ok || member.userId === null) throw new Error('No member was made.')
  return { userId: member.userId, token: made.value.token }
}

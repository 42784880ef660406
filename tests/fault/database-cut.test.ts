import { randomUUID } from 'node:crypto'
import { NextRequest } from 'next/server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { GET as getHealth } from '@/app/api/health/route'
import { type Change, type ChangeFeed, openChangeFeed } from '@/lib/change-feed'
import { log } from '@/lib/log'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from '@/tests/integration/api/api-under-test'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { type Chunk, openTcpProxy, type TcpProxy, type Verdict } from '@/tests/setup/tcp-proxy'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'

let database: TestDatabase
let network: TcpProxy
let api: ApiUnderTest
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  network = await openTcpProxy(database.url)
  api = await openApiUnderTest({ database, databaseUrl: network.url })
  world = await createWorld(database.url)
})
afterAll(async () => {
  await world?.close()
  network?.cut()
  await api?.close()
  await network?.close()
})
afterEach(async () => {
  network.mend()
  await world.killWorkers()
})

const schedule = (key: string) =>
  api.call('POST', '/scheduled_deployments', {
    body: { app: 'worker', at: nextYearAt('10:00'), timezone: 'UTC', note: key },
    headers: { 'idempotency-key': key },
  })

const stored = (key: string) => api.sql('SELECT id FROM deployments WHERE note = $1', [key])

/** Judges what the web process sends while it commits something that was written. */
function whenCommitting(judge: (chunk: Chunk) => Verdict): (chunk: Chunk) => Verdict {
  let hasWritten = false
  let isCommitting = false
  return (chunk) => {
    if (chunk.application !== 'shipclock web') return 'pass'
    if (chunk.from === 'client') {
      hasWritten ||= chunk.text.includes('idempotent_answers')
      isCommitting = hasWritten && chunk.text.includes('COMMIT')
    }
    return isCommitting ? judge(chunk) : 'pass'
  }
}

test('the answer to a commit is lost: the client is told that nobody knows, and the repeated request is answered with what was made', async () => {
  const key = randomUUID()
  network.judge = whenCommitting(({ from }) => (from === 'server' ? 'cut' : 'pass'))
  const lost = await schedule(key)
  network.mend()
  expect(lost).toMatchObject({ status: 503, body: { outcome: 'unknown' } })
  expect(lost.body.detail).toMatch(/may have been carried out, or not/)
  const [made] = await stored(key)

  const again = await schedule(key)
  expect(again.status).toBe(201)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.body.result.id).toBe(made?.id)
  expect(await stored(key)).toHaveLength(1)
})

test('the commit itself is lost: the client is told that nobody knows, and the repeated request is carried out', async () => {
  const key = randomUUID()
  network.judge = whenCommitting(() => 'cut')
  const lost = await schedule(key)
  network.mend()
  expect(lost).toMatchObject({ status: 503, body: { outcome: 'unknown' } })
  expect(await stored(key)).toEqual([])

  const again = await schedule(key)
  expect(again.status).toBe(201)
  expect(again.headers.get('idempotent-replayed')).toBeNull()
  expect(await stored(key)).toHaveLength(1)
})

test('many repeats of a request whose answers are lost, all at once, make one deployment', async () => {
  const key = randomUUID()
  network.judge = whenCommitting(({ from }) => (from === 'server' ? 'cut' : 'pass'))
  await Promise.all(Array.from({ length: 6 }, () => schedule(key)))
  network.mend()
  const replies = await Promise.all(Array.from({ length: 6 }, () => schedule(key)))
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201))
  expect(new Set(replies.map(({ body }) => body.result.id)).size).toBe(1)
  expect(await stored(key)).toHaveLength(1)
})

test('a network that swallows everything: requests end by themselves, and are served again as soon as it does not', async () => {
  network.judge = () => 'swallow'
  const replies = await Promise.all([api.call('GET', '/applications'), schedule(randomUUID())])
  for (const { status, headers } of replies) {
    expect(status).toBe(503)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
  const health = await getHealth(new NextRequest('http://localhost:3000/api/health'))
  expect(health.status).toBe(503)
  network.mend()
  const key = randomUUID()
  await until('the API to work', async () => (await schedule(key)).status === 201)
})

const isListening = ({ application }: Chunk) => /alarm|changes/.test(application)

test.each<[name: string, verdict: Verdict]>([
  ['dropped whenever it is used', 'cut'],
  ['swallowed', 'swallow'],
])(
  'the connection on which a worker listens is %s: deployments start all the same',
  async (_name, verdict) => {
    const worker = world.startWorker({ DATABASE_URL: network.url })
    await until(
      'the worker to work',
      async () => (await api.sql('SELECT 1 FROM worker_processes')).length > 0,
    )
    network.judge = (chunk) => (isListening(chunk) ? verdict : 'pass')
    const ids = [await world.schedule({}), await world.schedule({ application: 'api', inMs: 2_500 })]
    for (const id of ids) {
      expect((await world.untilStatus(id, ['succeeded', 'failed', 'missed'])).status).toBe('succeeded')
    }
    expect(worker.exitCode).toBeNull()
    await api.sql('DELETE FROM worker_processes')
  },
)

test('the whole network of a worker swallows everything for a while: it lives on and starts what came due, once', async () => {
  const before = world.rollouts('web').length
  const worker = world.startWorker({ DATABASE_URL: network.url })
  await until('the worker to work', async () => (await api.sql('SELECT 1 FROM worker_processes')).length > 0)
  const id = await world.schedule({ inMs: 1_000 })
  network.judge = () => 'swallow'
  await until(
    'its due time to pass',
    async () => (await world.deployment(id)).dueAt.getTime() < Date.now() - 6_000,
  )
  network.mend()
  expect((await world.untilStatus(id, ['succeeded', 'failed', 'missed'])).status).toBe('succeeded')
  expect(world.rollouts('web')).toHaveLength(before + 1)
  expect(worker.exitCode).toBeNull()
})

test('the connection that feeds the pages is swallowed: they are told, look again when it is back, and hear on', async () => {
  const feed: ChangeFeed = openChangeFeed({ databaseUrl: network.url, log })
  const heard: (Change | 'resync' | 'troubled')[] = []
  feed.listen(world.team.teamId, {
    changed: (change) => heard.push(change),
    resync: () => heard.push('resync'),
    troubled: () => heard.push('troubled'),
  })
  await until('the feed to listen', () => heard.includes('resync'))
  network.judge = (chunk) => (isListening(chunk) ? 'swallow' : 'pass')
  await until('the pages to be told', () => heard.includes('troubled'))
  network.mend()
  await until('the pages to look again', () => heard.at(-1) === 'resync')
  const id = await world.schedule({})
  await until('the change to be heard', () => heard.some((one) => typeof one === 'object' && one.id === id))
  await feed.close()
})

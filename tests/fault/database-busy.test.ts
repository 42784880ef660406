import { NextRequest } from 'next/server'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { GET as getHealth } from '@/app/api/health/route'
import { type ApiUnderTest, openApiUnderTest } from '@/tests/integration/api/api-under-test'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'

/** As many as a web process has connections, and as a worker has. */
const WEB_CONNECTIONS = 10
const WORKER_CONNECTIONS = 16
const RUNS = WORKER_CONNECTIONS + 4

let database: TestDatabase
let api: ApiUnderTest
let world: World
let holder: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  api = await openApiUnderTest({ database })
  world = await createWorld(database.url, {
    rolloutSeconds: 15,
    services: Array.from({ length: RUNS }, (_, index) => `shop-${index}`),
  })
  holder = new pg.Client({ connectionString: database.url })
  holder.on('error', () => undefined)
  await holder.connect()
})
afterEach(letGo)
afterAll(async () => {
  await holder?.end()
  await world?.close()
  await api?.close()
})

function letGo() {
  return holder.query('ROLLBACK')
}

const health = async () => (await getHealth(new NextRequest('http://localhost:3000/api/health'))).json()

/** Holds a table so that whoever needs it waits, with a connection in their hands. */
const hold = (table: string) => holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)

const waiting = async (application: string) => {
  const [row] = await api.sql(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock'`,
    [application],
  )
  return Number(row?.count)
}

test('all connections of the web process held: others are told at once, health says so, and the held ones end by themselves', async () => {
  // Connections that are open already: making so many takes a crowded machine longer than anybody waits for one.
  await Promise.all(Array.from({ length: WEB_CONNECTIONS }, () => api.call('GET', '/environments')))
  await hold('applications')
  const held = Array.from({ length: WEB_CONNECTIONS }, (_, index) =>
    api.call('POST', '/applications', { body: { name: `Store ${index}` } }),
  )
  await until('all connections to wait', async () => (await waiting('shipclock web')) === WEB_CONNECTIONS)

  const refused = await api.call('GET', '/environments')
  expect(refused).toMatchObject({
    status: 503,
    body: { title: 'Shipclock’s database is too busy to answer', outcome: 'nothing_changed' },
  })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await waiting('shipclock web')).toBe(WEB_CONNECTIONS)
  expect(await health()).toMatchObject({ status: 'down', database: 'busy' })

  // The lock is still there: the database itself ends the wait, and the connections serve others.
  expect((await Promise.all(held)).map(({ status }) => status)).toEqual(held.map(() => 503))
  expect((await api.call('GET', '/environments')).status).toBe(200)
  await letGo()
  expect((await api.call('POST', '/applications', { body: { name: 'Store' } })).status).toBe(201)
})

test('all connections of a worker held for longer than its silence may last: it counts as alive, nobody rescues what it has, one rollout each', async () => {
  const first = world.startWorker()
  const services = Array.from({ length: RUNS }, (_, index) => `shop-${index}`)
  const ids: string[] = []
  // One by one: the test's own few connections are not what is to be busy.
  for (const application of services) ids.push(await world.schedule({ application, inMs: 3_000 }))
  for (const id of ids) {
    await until('all to be watched', async () => (await world.deployment(id)).runs[0]?.progress)
  }
  await hold('runs')
  await until(
    'all connections to wait',
    async () => (await waiting('shipclock worker')) === WORKER_CONNECTIONS,
  )
  const second = world.startWorker()
  const since = (await health()).worker.last_seen_at
  await until('silence to have lasted long enough to be taken for death', async () => {
    const { worker } = await health()
    expect(worker.alive).toBe(true)
    return Date.parse(worker.last_seen_at) - Date.parse(since) > 16_000
  })
  expect(
    await api.sql(`SELECT 1 FROM worker_processes WHERE last_seen_at < now() - interval '15 seconds'`),
  ).toEqual([])
  await letGo()

  for (const [index, id] of ids.entries()) {
    expect((await world.untilStatus(id, ['succeeded', 'failed', 'missed'])).status).toBe('succeeded')
    expect((await world.timeline(id)).map(({ event }) => event)).not.toContain('deployment.wake_up_repaired')
    expect(world.rollouts(`shop-${index}`)).toHaveLength(1)
  }
  expect([first.exitCode, second.exitCode]).toEqual([null, null])
})

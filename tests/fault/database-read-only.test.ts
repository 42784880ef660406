import { randomUUID } from 'node:crypto'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GET as getHealth } from '@/app/api/health/route'
import { MANIFEST } from '@/app/api/manifest'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from '@/tests/integration/api/api-under-test'
import { everythingIn, exampleRequest, makeNamed, type Named } from '@/tests/integration/api/example-requests'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { sqlOn } from '@/tests/setup/own-postgres'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'

let database: TestDatabase
let api: ApiUnderTest
let world: World
let named: Named

beforeAll(async () => {
  database = await createTestDatabase()
  api = await openApiUnderTest({ database })
  world = await createWorld(database.url)
  const body = { app: 'web', environment: 'production', at: nextYearAt('10:00'), timezone: 'UTC' }
  const { body: scheduled } = await api.call('POST', '/scheduled_deployments', { body })
  named = await makeNamed(api, scheduled.result.id)
})
afterAll(async () => {
  await world?.close()
  await api?.close()
})

const name = () => new URL(database.url).pathname.slice(1)

/**
 * As a failover looks, or a provider that stops writing: connections end, and new ones take no changes.
 * Those that were made meanwhile keep taking none when it is over.
 */
async function setReadOnly(): Promise<void> {
  await sqlOn(database.url, `ALTER DATABASE "${name()}" SET default_transaction_read_only = on`)
  await sqlOn(
    database.url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'shipclock %' AND pid <> pg_backend_pid()`,
  )
}

const setWritable = () =>
  sqlOn(database.url, `ALTER DATABASE "${name()}" RESET default_transaction_read_only`)

const health = async () => {
  const response = await getHealth(new NextRequest('http://localhost:3000/api/health'))
  return { status: response.status, body: await response.json() }
}

describe('while the database takes no changes', () => {
  beforeAll(async () => {
    await setReadOnly()
    await until('the API to notice', async () => (await health()).body.database === 'read_only')
  })
  afterAll(setWritable)

  test.each(MANIFEST.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s reads what there is, or says that nothing was changed',
    async (_name, endpoint) => {
      const before = await everythingIn(api)
      const reply = await api.call(...exampleRequest(endpoint, named))
      // A preview is a POST, because of its size.
      const reads = endpoint.method === 'GET' || endpoint.path.endsWith('/preview')
      if (reads) expect(reply.status).toBe(200)
      else if (reply.status === 503) {
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
        expect(reply.body).toMatchObject({
          ...{ code: 'unavailable', outcome: 'nothing_changed' },
          title: 'Shipclock’s database takes no changes at the moment',
        })
        // What is refused whatever the database takes: in use, not in this state.
      } else expect([409, 422]).toContain(reply.status)
      expect(await everythingIn(api)).toBe(before)
    },
  )

  test('health is 503 and says why', async () => {
    expect(await health()).toMatchObject({
      status: 503,
      body: {
        ...{ status: 'down', database: 'read_only' },
        detail: 'Shipclock’s database takes no changes at the moment.',
      },
    })
  })
})

test('afterwards everything works with the connections that there are: the API at once, the worker for what came due meanwhile', async () => {
  const worker = world.startWorker()
  await until('the worker to work', async () => (await health()).body.worker.alive)
  const due = await world.schedule({ application: 'worker', inMs: 1_000 })
  const rollouts = world.rollouts('worker').length
  await setReadOnly()
  await until('the API to notice', async () => (await health()).body.database === 'read_only')
  await until(
    'its due time to pass',
    async () => (await world.deployment(due)).dueAt.getTime() < Date.now() - 3_000,
  )
  expect((await world.deployment(due)).startedAt).toBeNull()

  await setWritable()
  const body = { app: 'web', environment: 'staging', at: nextYearAt('10:00'), timezone: 'UTC' }
  for (const _ of [1, 2, 3, 4, 5]) {
    const headers = { 'idempotency-key': randomUUID() }
    expect((await api.call('POST', '/scheduled_deployments', { body, headers })).status).toBe(201)
  }
  const ended = await world.untilStatus(due, ['succeeded', 'failed', 'missed'])
  expect(ended.status).toBe('succeeded')
  expect(world.rollouts('worker')).toHaveLength(rollouts + 1)
  expect(worker.exitCode).toBeNull()
  await until('health to be well', async () => (await health()).status === 200)
})

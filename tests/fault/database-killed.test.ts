import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type ApiUnderTest,
  nextYearAt,
  openApiUnderTest,
  type Reply,
} from '@/tests/integration/api/api-under-test'
import { type OwnPostgres, startOwnPostgres } from '@/tests/setup/own-postgres'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'

/** Five seconds are promised, and far less is usual; a machine that is busy with other tests takes its time. */
const SOON_MS = 20_000
const SIGNALS = ['SIGKILL', 'SIGINT'] as const

let postgres: OwnPostgres
let api: ApiUnderTest
let world: World

beforeAll(async () => {
  postgres = await startOwnPostgres()
  const database = { url: postgres.url, drop: postgres.remove }
  api = await openApiUnderTest({ database })
  world = await createWorld(postgres.url)
})
afterAll(async () => {
  await world?.close()
  await api?.close()
})
afterEach(() => world.killWorkers())

const schedule = (key: string) =>
  api.call('POST', '/scheduled_deployments', {
    body: { app: 'worker', at: nextYearAt('10:00'), timezone: 'UTC', note: key },
    headers: { 'idempotency-key': key },
  })

/** As a client does that means it: the same request with the same key, until it is answered. */
async function scheduleUntilAnswered(key: string, refused: Reply[]): Promise<Reply> {
  return until(`${key} to be scheduled`, async () => {
    const reply = await schedule(key)
    if (reply.status === 201) return reply
    refused.push(reply)
    return null
  })
}

test.each(SIGNALS)(
  'PostgreSQL ended by %s while requests are under way: what was answered is there, each intent once, each with its wake-up',
  async (signal) => {
    const replies: Reply[] = []
    const refused: Reply[] = []
    const clients = Array.from({ length: 6 }, async () => {
      for (let intents = 0; intents < 8; intents += 1) {
        replies.push(await scheduleUntilAnswered(randomUUID(), refused))
      }
    })
    for (const outages of [1, 2]) {
      await until('requests to be under way again', () => replies.length >= outages * 10)
      await postgres.end(signal)
      await postgres.start()
      await until(
        'the API to work',
        async () => (await api.call('GET', '/applications')).status === 200,
        SOON_MS,
      )
    }
    await Promise.all(clients)

    expect(refused.length).toBeGreaterThan(0)
    for (const { status, headers, body } of refused) {
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'unavailable' })
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    const answered = replies.map(({ body }) => ({ id: body.result.id, note: body.result.note }))
    const stored = await postgres.sql(
      `SELECT d.id, d.note FROM deployments d JOIN pgboss.job j ON j.id = d.wake_up_id AND j.state = 'created'
       WHERE d.note = ANY($1)`,
      [answered.map(({ note }) => note)],
    )
    expect(stored).toHaveLength(6 * 8)
    expect(new Set(stored.map(({ id }) => id))).toEqual(new Set(answered.map(({ id }) => id)))
  },
)

test.each(SIGNALS)(
  'PostgreSQL ended by %s while a rollout is watched and another deployment comes due: the worker lives on, one rollout each',
  async (signal) => {
    const before = { web: world.rollouts('web').length, api: world.rollouts('api').length }
    await world.control('next', { cluster: 'demo', service: 'web', outcome: 'slow', seconds: 4 })
    const worker = world.startWorker()
    const watched = await world.schedule({})
    await until('the rollout to be watched', async () => (await world.deployment(watched)).runs[0]?.progress)
    const due = await world.schedule({ application: 'api', inMs: 300 })

    await postgres.end(signal)
    await postgres.start()

    const started = await world.untilStatus(due, ['running', 'succeeded'], SOON_MS)
    expect(started.latenessMs).toBeGreaterThan(0)
    for (const id of [due, watched]) {
      expect((await world.untilStatus(id, ['succeeded', 'failed', 'missed'])).status).toBe('succeeded')
    }
    expect(world.rollouts('web')).toHaveLength(before.web + 1)
    expect(world.rollouts('api')).toHaveLength(before.api + 1)
    expect(worker.exitCode).toBeNull()
  },
)

test('PostgreSQL set to read-only: nothing is accepted, nothing starts, and both go on when it is not any more', async () => {
  const worker = world.startWorker()
  await until(
    'the worker to work',
    async () => (await postgres.sql('SELECT 1 FROM worker_processes')).length > 0,
  )
  const due = await world.schedule({ application: 'worker', inMs: 1_500 })
  await postgres.sql('ALTER SYSTEM SET default_transaction_read_only = on')
  await postgres.sql('SELECT pg_reload_conf()')
  const reply = await until('a request to be refused', async () => {
    const answer = await schedule(randomUUID())
    return answer.status === 503 ? answer : null
  })
  expect(reply).toMatchObject({ body: { title: expect.stringMatching(/takes no changes/) } })
  expect((await api.call('GET', '/applications')).status).toBe(200)
  await until(
    'its due time to pass',
    async () => (await world.deployment(due)).dueAt.getTime() < Date.now() - 2_000,
  )
  expect((await world.deployment(due)).status).toBe('scheduled')

  await postgres.sql('ALTER SYSTEM RESET default_transaction_read_only')
  await postgres.sql('SELECT pg_reload_conf()')
  await world.untilStatus(due, ['running', 'succeeded'], SOON_MS)
  await until('a request to be accepted', async () => (await schedule(randomUUID())).status === 201, SOON_MS)
  expect(worker.exitCode).toBeNull()
})

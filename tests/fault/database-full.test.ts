import { randomUUID } from 'node:crypto'
import { NextRequest } from 'next/server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { GET as getHealth } from '@/app/api/health/route'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from '@/tests/integration/api/api-under-test'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'

let database: TestDatabase
let api: ApiUnderTest
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  api = await openApiUnderTest({ database })
  world = await createWorld(database.url)
  await api.sql('CREATE SEQUENCE refusals')
  await api.sql(`CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
    PERFORM nextval('public.refusals');
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
  END $$`)
})
afterAll(async () => {
  await world?.close()
  await api?.close()
})
afterEach(async () => {
  for (const place of PLACES) await freeSpace(place)
})

interface Place {
  table: string
  event: 'INSERT' | 'UPDATE'
  /** While the statement runs, or only when all is to be committed. */
  when: 'statement' | 'commit'
}

const PLACES: readonly Place[] = [
  { table: 'deployments', event: 'INSERT', when: 'statement' },
  { table: 'pgboss.job_common', event: 'INSERT', when: 'statement' },
  { table: 'timeline_entries', event: 'INSERT', when: 'commit' },
  { table: 'idempotent_answers', event: 'INSERT', when: 'commit' },
  { table: 'runs', event: 'INSERT', when: 'statement' },
  { table: 'runs', event: 'UPDATE', when: 'commit' },
]

/** The server's own error, raised where a table would have to grow. */
async function fillDisk({ table, event, when }: Place): Promise<void> {
  const kind = when === 'commit' ? 'CONSTRAINT TRIGGER' : 'TRIGGER'
  const time = when === 'commit' ? 'AFTER' : 'BEFORE'
  const deferred = when === 'commit' ? 'DEFERRABLE INITIALLY DEFERRED' : ''
  await api.sql(
    `CREATE ${kind} no_space ${time} ${event} ON ${table} ${deferred} FOR EACH ROW EXECUTE FUNCTION no_space()`,
  )
}

const freeSpace = ({ table }: Place) => api.sql(`DROP TRIGGER IF EXISTS no_space ON ${table}`)

const schedule = (key: string) =>
  api.call('POST', '/scheduled_deployments', {
    body: { app: 'worker', at: nextYearAt('10:00'), timezone: 'UTC', note: key },
    headers: { 'idempotency-key': key },
  })

const stored = (note: string) =>
  api.sql('SELECT d.id FROM deployments d JOIN pgboss.job j ON j.id = d.wake_up_id WHERE d.note = $1', [note])

/** How often the disk was full. A sequence counts on whatever is rolled back. */
const refusals = async () => Number((await api.sql('SELECT last_value FROM refusals'))[0]?.last_value)

const health = async () => (await getHealth(new NextRequest('http://localhost:3000/api/health'))).json()

test.each(
  PLACES.filter(({ table }) => table !== 'runs').map((place) => [place.table, place.when, place] as const),
)(
  'no space for %s at the %s: the request is refused and leaves nothing; repeated when there is space it makes one deployment',
  async (_table, _when, place) => {
    const key = randomUUID()
    const jobs = await api.sql('SELECT count(*) FROM pgboss.job')
    await fillDisk(place)
    // More often than there are connections: none may be lost to it.
    for (let tries = 0; tries < 12; tries += 1) {
      const reply = await schedule(key)
      expect(reply.status).toBe(503)
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(reply.body).toMatchObject({
        title: 'Shipclock’s database has no disk space left',
        outcome: 'nothing_changed',
      })
    }
    expect(await api.sql('SELECT id FROM deployments WHERE note = $1', [key])).toEqual([])
    expect(await api.sql('SELECT count(*) FROM pgboss.job')).toEqual(jobs)

    await freeSpace(place)
    expect((await schedule(key)).status).toBe(201)
    expect((await schedule(key)).status).toBe(201)
    expect(await stored(key)).toHaveLength(1)
  },
)

test('health says that the disk is full when a change was refused for it, and is well again by itself', async () => {
  const [place] = PLACES
  if (place === undefined) throw new Error('There is no place.')
  await fillDisk(place)
  await schedule(randomUUID())
  expect(await health()).toMatchObject({ status: 'down', database: 'full' })
  await freeSpace(place)
  await until('health to be well', async () => (await health()).database === 'ok')
})

test.each(PLACES.filter(({ table }) => table === 'runs').map((place) => [place.event, place] as const))(
  'no space when a run is to be written (%s): the worker lives on, and finishes it with one rollout when there is',
  async (_event, place) => {
    const before = world.rollouts('web').length
    const worker = world.startWorker()
    await until('the worker to work', async () => (await health()).worker.alive)
    await fillDisk(place)
    const id = await world.schedule({})
    const earlier = await refusals()
    // A wake-up that fails by its own doing is given up after three tries.
    await until('it to be tried in vain', async () => (await refusals()) >= earlier + 5)
    expect(['scheduled', 'running']).toContain((await world.deployment(id)).status)

    await freeSpace(place)
    const ended = await world.untilStatus(id, ['succeeded', 'failed', 'missed'])
    expect(ended.status).toBe('succeeded')
    expect(world.rollouts('web')).toHaveLength(before + 1)
    expect(worker.exitCode).toBeNull()
    await world.killWorkers()
  },
)

import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorkerEnvironment } from '@/lib/env'
import { openLog } from '@/lib/log'
import { updateTeam } from '@/lib/use-cases/update-team'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted } from '@/tests/setup/fixtures'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'
import { startWorker, type Worker } from '@/worker/worker'

const SERVICES = ['shop', 'cart', 'search', 'mail', 'pay', 'stock']

let database: TestDatabase
let world: World
let workers: Worker[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url, { services: SERVICES })
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await world.close()
  await database.drop()
})

async function startWorkers(): Promise<void> {
  const environment = readWorkerEnvironment({
    DATABASE_URL: database.url,
    SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'true',
    ...world.services.vaultEnvironment,
  })
  workers = await oneByOne([1, 2], () => startWorker(environment, openLog('silent')))
}

async function oneByOne<Item, Value>(items: readonly Item[], work: (item: Item) => Promise<Value>) {
  const values: Value[] = []
  for (const item of items) values.push(await work(item))
  return values
}
const scheduleAll = (services: string[]) =>
  oneByOne(services, (application) => world.schedule({ application }))
const ended = (ids: string[]) =>
  oneByOne(ids, (id) => world.untilStatus(id, ['succeeded', 'failed', 'skipped', 'missed']))

test('a team runs as many at once as its limit says, the others wait, and in the end all have run', async () => {
  accepted(await updateTeam(world.services, world.team.admin, { maxRunning: 2 }))
  const ids = await scheduleAll(SERVICES)
  await startWorkers()
  const deployments = await ended(ids)
  expect(deployments.map(({ status }) => status)).toEqual(SERVICES.map(() => 'succeeded'))
  for (const { startedAt } of deployments) {
    const running = deployments.filter(
      (other) => Number(other.startedAt) <= Number(startedAt) && Number(other.finishedAt) > Number(startedAt),
    )
    expect(running.length).toBeLessThanOrEqual(2)
  }
  const timelines = await oneByOne(deployments, ({ id }) => world.timeline(id))
  const waits = timelines.flat().filter(({ event }) => event === 'deployment.waiting')
  expect(waits.length).toBeGreaterThanOrEqual(SERVICES.length - 2)
  for (const { message } of waits)
    expect(message).toBe("Waiting for a free place: 2 of the team's 2 deployments at once are running.")
})

test('who waits for a place starts as soon as there are more', async () => {
  accepted(await updateTeam(world.services, world.team.admin, { maxRunning: 1 }))
  await world.control('next', { cluster: 'demo', service: 'shop', outcome: 'slow', seconds: 600 })
  const [slow = ''] = await scheduleAll(['shop'])
  await world.untilStatus(slow, ['running'])
  const [waiting = ''] = await scheduleAll(['cart'])
  await until('the other to wait', async () => (await world.deployment(waiting)).status === 'waiting')
  accepted(await updateTeam(world.services, world.team.admin, { maxRunning: 2 }))
  expect(await world.untilStatus(waiting, ['succeeded', 'failed'])).toMatchObject({ status: 'succeeded' })
  expect((await world.deployment(slow)).status).toBe('running')
})

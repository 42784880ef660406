import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorkerEnvironment } from '@/lib/env'
import { openLog } from '@/lib/log'
import { flushMetrics } from '@/lib/metrics'
import { getMetrics } from '@/lib/queries/get-metrics'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'
import { startWorker, type Worker } from '@/worker/worker'

const SERVICES = ['shop', 'cart', 'search', 'mail', 'pay', 'stock']

let database: TestDatabase
let world: World
let worker: Worker

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url, { services: SERVICES })
  const environment = readWorkerEnvironment({
    DATABASE_URL: database.url,
    SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'true',
    ...world.services.vaultEnvironment,
  })
  worker = await startWorker(environment, openLog('silent'))
})
afterAll(async () => {
  await worker.stop()
  await world.close()
  await database.drop()
})

/** A series as Prometheus would be told it now. */
async function metric(series: string): Promise<number> {
  const lines = (await getMetrics(world.services)).split('\n')
  return Number(lines.find((line) => line.startsWith(`${series} `))?.slice(series.length))
}
const ratio = () => metric('shipclock_ecs_call_ratio')

test('a cloud account that throttles three calls in ten is called less, every deployment succeeds all the same, and when it is over the account is called as before', async () => {
  await until('the worker to live', () => metric('shipclock_workers'))
  expect(await ratio()).toBe(1)

  await world.control('faults', { fault: 'throttle', probability: 0.3, seed: 7 })
  const ids: string[] = []
  for (const application of SERVICES) ids.push(await world.schedule({ application }))
  await until('the account to be called less', async () => (await ratio()) < 1)
  for (const id of ids) {
    const ended = await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back', 'missed'], 100_000)
    expect(ended).toMatchObject({ status: 'succeeded' })
  }
  for (const service of SERVICES) expect(world.rollouts(service)).toHaveLength(1)
  await flushMetrics(world.services.database)
  const throttled = await metric(
    'shipclock_ecs_calls_total{operation="ecs:DescribeServices",result="throttled"}',
  )
  expect(throttled).toBeGreaterThan(0)

  await world.clearFaults()
  await until('the account to be called as before', async () => (await ratio()) === 1, 60_000)
}, 180_000)

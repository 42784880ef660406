import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ENDED_STATUSES } from '@/lib/domain/deployment-status'
import { getMetrics } from '@/lib/queries/get-metrics'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { createWorld, type World } from '@/tests/setup/world'

const SERVICES = ['shop', 'cart', 'search', 'mail', 'pay', 'stock']

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url, { services: SERVICES })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

/** Of all calls 30 in a hundred are throttled, 10 answered with a 500, 5 never. Each sees only what those before it left. */
async function makeTrouble(): Promise<void> {
  await world.control('faults', { fault: 'throttle', probability: 0.3, seed: 11 })
  await world.control('faults', { fault: 'error500', probability: 0.1 / 0.7, seed: 12 })
  await world.control('faults', { fault: 'hang', probability: 0.05 / 0.6, seed: 13 })
  // So that some certainly does.
  await world.control('faults', { fault: 'hang', operation: 'DescribeServices', count: 1 })
}

/** Ends a worker in good order: it hands in what it has counted. */
async function leave(worker: ChildProcess): Promise<void> {
  worker.kill('SIGTERM')
  await once(worker, 'exit')
}

/** What the workers have counted, by series with its labels. */
async function counted(): Promise<Map<string, number>> {
  const lines = (await getMetrics(world.services)).split('\n').filter((line) => /^shipclock_\w+\{/.test(line))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

test('ECS throttles, fails and hangs: every deployment ends well, by one rollout, and no step waits for longer than ten seconds', async () => {
  await makeTrouble()
  const workers = [world.startWorker(), world.startWorker()]
  const ids: string[] = []
  for (const application of SERVICES) ids.push(await world.schedule({ application }))
  for (const id of ids) {
    const ended = await world.untilStatus(id, [...ENDED_STATUSES], 240_000)
    expect(ended).toMatchObject({ status: 'succeeded' })
  }
  for (const service of SERVICES) expect(world.rollouts(service)).toHaveLength(1)
  await Promise.all(workers.map(leave))

  const figures = await counted()
  const total = (series: string, ...labels: string[]) =>
    [...figures]
      .filter(([name]) => name.startsWith(`${series}{`) && labels.every((label) => name.includes(label)))
      .reduce((sum, [, count]) => sum + count, 0)
  for (const result of ['ok', 'throttled', 'unavailable'])
    expect(total('shipclock_ecs_calls_total', `result="${result}"`)).toBeGreaterThan(0)
  const steps = (le: string) => total('shipclock_job_duration_seconds_bucket', 'kind="run"', `le="${le}"`)
  // Some waited for an answer that did not come, and none of them for long.
  expect(steps('2.5')).toBeLessThan(steps('+Inf'))
  expect(steps('10')).toBe(steps('+Inf'))
}, 400_000)

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { revertDeployment } from '@/lib/use-cases/revert-deployment'
import type { DependencyInput } from '@/lib/use-cases/target-planner'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted } from '@/tests/setup/fixtures'
import { until } from '@/tests/setup/until'
import { createWorld, killed, type World } from '@/tests/setup/world'

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url)
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

afterEach(async () => {
  await world.clearFaults()
  await world.killWorkers()
})

/** The mutating calls about a service so far, by operation. */
const calls = (operation: string) =>
  world.sandbox.ledger().filter((entry) => entry.operation === operation).length

const untilWorkerLives = () =>
  until('a worker to show that it lives', () =>
    world.services.database.asSystem(({ client }) => client.workerProcess.count()),
  )

/** Holds back the answer to `operation` after it took effect, kills whoever waits for it, lets another go on. */
async function killWhileCalling(operation: string, schedule: () => Promise<string>) {
  await world.control('faults', { fault: 'hang', operation, count: 1, after_effect: true })
  const first = world.startWorker()
  const before = calls(operation)
  const id = await schedule()
  await until(`${operation} to take effect`, () => calls(operation) > before)
  await killed(first)
  await world.clearFaults()
  world.startWorker()
  return id
}

describe('a worker killed with SIGKILL', () => {
  test.each(['RegisterTaskDefinition', 'UpdateService'])(
    'after %s took effect and before it was recorded: another one finishes, the ledger shows one rollout',
    async (operation) => {
      const rolloutsBefore = world.rollouts('web').length
      const id = await killWhileCalling(operation, () => world.schedule({}))
      const ended = await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back'])
      expect(ended.status).toBe('succeeded')
      expect(world.rollouts('web')).toHaveLength(rolloutsBefore + 1)
      const timeline = await world.timeline(id)
      expect(timeline.filter((entry) => entry.event === 'run.resumed')).toHaveLength(1)
    },
  )

  test('while it reverts, after UpdateService took effect: another one finishes, by one rollout more', async () => {
    const first = world.startWorker()
    const id = await world.schedule({})
    await world.untilStatus(id, ['succeeded'])
    await killed(first)
    const rolloutsBefore = world.rollouts('web').length
    const revertId = await killWhileCalling(
      'UpdateService',
      async () => accepted(await revertDeployment(world.services, world.team.deployer, { id })).id,
    )
    const ended = await world.untilStatus(revertId, ['succeeded', 'failed', 'rolled_back'])
    expect(ended.status).toBe('succeeded')
    expect(ended.runs[0]?.revisionArn).toBe((await world.deployment(id)).runs[0]?.previousRevisionArn)
    expect(world.rollouts('web')).toHaveLength(rolloutsBefore + 1)
  })

  test('while it watches: another one sees the end', async () => {
    await world.control('next', { cluster: 'demo', service: 'api', outcome: 'slow', seconds: 8 })
    const first = world.startWorker()
    const id = await world.schedule({ application: 'api' })
    await until('the rollout to be watched', async () => (await world.deployment(id)).runs[0]?.progress)
    await killed(first)
    world.startWorker()
    const ended = await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back'])
    expect(ended.status).toBe('succeeded')
    expect(world.rollouts('api')).toHaveLength(1)
  })

  test('between due and start: what became due meanwhile starts late and says so', async () => {
    const first = world.startWorker()
    await untilWorkerLives()
    const id = await world.schedule({ application: 'worker', inMs: 3_000 })
    await killed(first)
    await until('its due time to pass', async () => (await world.deployment(id)).dueAt.getTime() < Date.now())
    world.startWorker()
    const ended = await world.untilStatus(id, ['succeeded', 'failed', 'missed'])
    expect(ended).toMatchObject({ status: 'succeeded' })
    expect(ended.latenessMs).toBeGreaterThan(0)
    expect(world.rollouts('worker')).toHaveLength(1)
  })
})

describe('a worker stopped with SIGTERM', () => {
  test('in the middle of a rollout leaves it alone; another one watches on', async () => {
    await world.control('next', { cluster: 'demo', service: 'web', outcome: 'slow', seconds: 8 })
    const first = world.startWorker()
    const before = world.rollouts('web').length
    const id = await world.schedule({})
    await until('the rollout to be watched', async () => (await world.deployment(id)).runs[0]?.progress)
    const mutating = world.sandbox.ledger().length
    first.kill('SIGTERM')
    await until('the worker to leave', () => first.exitCode !== null)
    expect(first.exitCode).toBe(0)
    expect(world.sandbox.ledger()).toHaveLength(mutating)
    world.startWorker()
    const ended = await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back'])
    expect(ended.status).toBe('succeeded')
    expect(world.rollouts('web')).toHaveLength(before + 1)
  })
})

describe('a worker frozen with SIGSTOP for longer than its lease', () => {
  test('in the middle of UpdateService: another one takes over, and when it wakes nothing happens twice', async () => {
    const before = world.rollouts('api').length
    await world.control('faults', { fault: 'hang', operation: 'UpdateService', count: 1, after_effect: true })
    const first = world.startWorker()
    const called = calls('UpdateService')
    const id = await world.schedule({ application: 'api' })
    await until('UpdateService to take effect', () => calls('UpdateService') > called)
    first.kill('SIGSTOP')
    world.startWorker()
    const ended = await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back'])
    first.kill('SIGCONT')
    const next = await world.schedule({ application: 'api' })
    await world.untilStatus(next, ['succeeded', 'failed'])
    expect(ended.status).toBe('succeeded')
    expect(world.rollouts('api')).toHaveLength(before + 2)
  })
})

describe('three workers at once', () => {
  test('racing for the same deployments make one rollout each', async () => {
    for (const _ of [1, 2, 3]) world.startWorker()
    const before = { api: world.rollouts('api').length, web: world.rollouts('web').length }
    const api: DependencyInput = {
      ...{
        kind: 'new',
        application: 'api',
        environment: null,
        image: null,
        leadMinutes: 0,
        dependencies: [],
      },
    }
    const ids = [await world.schedule({ dependencies: [api] }), await world.schedule({ dependencies: [api] })]
    for (const id of ids)
      expect(await world.untilStatus(id, ['succeeded', 'failed', 'skipped'])).toMatchObject({
        status: 'succeeded',
      })
    expect(world.rollouts('api')).toHaveLength(before.api + 2)
    expect(world.rollouts('web')).toHaveLength(before.web + 2)
  })
})

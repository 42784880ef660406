import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWorkerEnvironment } from '@/lib/env'
import { openLog } from '@/lib/log'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { retryDeployment } from '@/lib/use-cases/retry-deployment'
import { demoCredentials } from '@/tests/contract/sandbox/bench'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted } from '@/tests/setup/fixtures'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'
import { startWorker, type Worker } from '@/worker/worker'

let database: TestDatabase
let world: World
let worker: Worker

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url)
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

const beside = (application: string, image: string | null = null) => ({
  ...{ kind: 'new' as const, application, image, environment: null, leadMinutes: 0, dependencies: [] },
})

describe('a deployment and what it depends on', () => {
  test('the dependency is deployed first, then the dependent, each by one rollout', async () => {
    const id = await world.schedule({ dependencies: [beside('api')] })
    const web = await world.untilStatus(id, ['succeeded', 'failed', 'skipped', 'rolled_back'])
    expect(web).toMatchObject({ status: 'succeeded' })
    const api = web.dependencies[0]?.deployment
    expect(api?.status).toBe('succeeded')
    expect(world.rollouts('api')).toHaveLength(1)
    expect(world.rollouts('web')).toHaveLength(1)
    expect(Number(web.startedAt)).toBeGreaterThanOrEqual(Number(api?.finishedAt))
    expect(web.runs[0]).toMatchObject({
      attempt: 1,
      outcome: 'succeeded',
      progress: { running: 3, desired: 3 },
    })
    const events = (await world.timeline(id)).map((entry) => entry.event)
    expect(events.filter((event) => event !== 'ecs.event')).toEqual([
      'deployment.scheduled',
      'deployment.run_now',
      'deployment.waiting',
      'run.started',
      'run.snapshot',
      'run.registered',
      'run.rollout_started',
      'deployment.succeeded',
    ])
  })

  test('a rollout that ECS rolled back is no success, and skips its dependent with the reason', async () => {
    const before = world.rollouts('web').length
    const id = await world.schedule({ dependencies: [beside('api', 'crash-1')] })
    const web = await world.untilStatus(id, ['succeeded', 'failed', 'skipped', 'rolled_back'])
    expect(web.status).toBe('skipped')
    expect(web.reason).toMatch(/API in Production.*was rolled back/)
    expect(web.dependencies[0]?.deployment).toMatchObject({ status: 'rolled_back' })
    expect(web.dependencies[0]?.deployment.reason).toMatch(/circuit breaker rolled the service back/)
    expect(world.rollouts('web')).toHaveLength(before)
  })

  test('a rolled back deployment is retried as another run, and succeeds when the image is good', async () => {
    await world.control('next', { cluster: 'demo', service: 'api', outcome: 'crash_loop' })
    const id = await world.schedule({ application: 'api' })
    await world.untilStatus(id, ['rolled_back'])
    accepted(await retryDeployment(world.services, world.team.deployer, { id }))
    const retried = await world.untilStatus(id, ['succeeded'])
    expect(retried.runs.map((run) => run.outcome)).toEqual(['succeeded', 'rolled_back'])
  })
})

describe('where ECS does not roll back', () => {
  test('Shipclock brings the previous revision back itself', async () => {
    const id = await world.schedule({ application: 'worker', image: 'crash-2' })
    const ended = await world.untilStatus(id, ['rolled_back', 'failed', 'succeeded'], 60_000)
    expect(ended).toMatchObject({ status: 'rolled_back' })
    const [forth, back] = world.rollouts('worker')
    expect(forth?.effect).toContain('worker:2')
    expect(back?.effect).toContain('worker:1')
  }, 90_000)

  test('somebody else’s rollout that can’t succeed is deployed over, from what serves beneath it', async () => {
    const crashing = await world.schedule({ application: 'worker', image: 'crash-3' })
    await world.untilStatus(crashing, ['rolled_back'])
    const revision = world
      .rollouts('worker')
      .at(-2)
      ?.effect.match(/worker:\d+/)?.[0]
    const ecs = new ECSClient({
      region: 'us-east-1',
      endpoint: world.sandbox.url,
      credentials: demoCredentials,
    })
    const somebodyElses = { cluster: 'demo', service: 'worker', taskDefinition: revision }
    await ecs.send(new UpdateServiceCommand(somebodyElses))
    const id = await world.schedule({ application: 'worker', image: 'good-4' })
    await world.untilStatus(id, ['succeeded'])
    const over = (await world.timeline(id)).find(({ event }) => event === 'run.deploying_over')
    expect(over?.message).toMatch(new RegExp(`^The rollout of ${revision} can't succeed.*worker still runs`))
    const [run] = (await world.deployment(id)).runs
    expect(run?.previousRevisionArn).toMatch(/worker:1$/)
  }, 90_000)
})

describe('stopping a rollout', () => {
  test('ends cancelled, with what ran before serving again', async () => {
    await world.control('next', { cluster: 'demo', service: 'web', outcome: 'slow', seconds: 60 })
    const id = await world.schedule({})
    await until('the rollout to be watched', async () => {
      const [run] = (await world.deployment(id)).runs
      return run?.progress
    })
    const stopping = accepted(
      await cancelDeployment(world.services, world.team.deployer, { id, stopRunning: true }),
    )
    expect(stopping.status).toBe('stopping')
    const ended = await world.untilStatus(id, ['cancelled', 'failed', 'succeeded'])
    expect(ended).toMatchObject({
      status: 'cancelled',
      reason: expect.stringContaining('what ran before serves again'),
    })
  })
})

describe('two deployments of one service', () => {
  test('never run at once: the second waits for the first and then starts by itself', async () => {
    const first = await world.schedule({ application: 'api' })
    const second = await world.schedule({ application: 'api' })
    const [one, two] = [
      await world.untilStatus(first, ['succeeded']),
      await world.untilStatus(second, ['succeeded']),
    ]
    const order = [one, two].sort((a, b) => Number(a.startedAt) - Number(b.startedAt))
    expect(Number(order[1]?.startedAt)).toBeGreaterThanOrEqual(Number(order[0]?.finishedAt))
  })
})

describe('what can not be deployed', () => {
  test('a service that may not be read fails the run with words, before anything is changed', async () => {
    await world.control('faults', {
      fault: 'access_denied',
      operation: 'DescribeServices',
      count: 1,
    })
    const before = world.sandbox.ledger('web').length
    const id = await world.schedule({})
    const ended = await world.untilStatus(id, ['failed', 'succeeded'])
    expect(ended.status).toBe('failed')
    expect(ended.reason).toMatch(/DescribeServices/)
    expect(world.sandbox.ledger('web')).toHaveLength(before)
  })
})

describe('an answer that gets lost', () => {
  test.each(['RegisterTaskDefinition', 'UpdateService'])(
    'of %s after it took effect: found and adopted, one rollout',
    async (operation) => {
      const before = world.rollouts('web').length
      await world.control('faults', { fault: 'answer_lost', operation, count: 1 })
      const id = await world.schedule({})
      const ended = await world.untilStatus(id, ['failed', 'succeeded'], 60_000)
      expect(ended).toMatchObject({ status: 'succeeded' })
      expect(world.rollouts('web')).toHaveLength(before + 1)
      const words = (await world.timeline(id)).map((entry) => entry.message).join('\n')
      if (operation === 'UpdateService')
        expect(words).toMatch(/unknown; looked, found the rollout, adopted it/)
    },
    90_000,
  )
})

import { CreateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, eventTexts, lines, present, register, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

const primary = async (name: string) => present((await bench.service(name)).deployments?.[0])

describe('a rollout whose tasks do not start, under a circuit breaker that rolls back', () => {
  test('counts failures and then brings the old deployment back under its old id', async () => {
    const old = await primary('api')
    const answer = await bench.deploy('api', '1.1.0-missing')
    const mine = present(answer.deployments?.[0])
    const failures: (number | undefined)[] = []
    for (const tenths of [2, 2, 2]) {
      bench.tenths(tenths)
      failures.push((await primary('api')).failedTasks)
    }
    expect(failures).toEqual([1, 2, 2])
    bench.tenths(1)
    const service = await bench.service('api')
    expect(lines(service)).toEqual([
      'PRIMARY api:1 2/0/2 failed 0 IN_PROGRESS',
      'ACTIVE api:2 0/0/0 failed 3 FAILED',
    ])
    const [back, failed] = service.deployments ?? []
    expect(back).toMatchObject({
      id: old.id,
      createdAt: old.createdAt,
      rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${old.id}.`,
    })
    expect(failed).toMatchObject({
      id: mine.id,
      rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    })
    expect(service.taskDefinition).toBe(old.taskDefinition)
    expect((await bench.newestServiceDeployment('api')).status).toBe('ROLLBACK_IN_PROGRESS')
    bench.tenths(3)
    const after = await bench.service('api')
    expect(lines(after)).toEqual(['PRIMARY api:1 2/0/2 failed 0 COMPLETED'])
    const image = 'registry.example/shipclock-demo/api:1.1.0-missing'
    const unable = `(service api) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found.`
    const started = '(service api) has started 1 tasks: (task T).'
    expect(eventTexts(after, present(mine.createdAt))).toEqual([
      '(service api) has reached a steady state.',
      `(service api) (deployment ${old.id}) deployment completed.`,
      '(service api) has stopped 1 pending tasks: (task T).',
      `(service api) rolling back to deployment ${old.id}.`,
      `(service api) (deployment ${mine.id}) deployment failed: tasks failed to start.`,
      started,
      unable,
      started,
      unable,
      started,
      unable,
      started,
    ])
    expect(await bench.newestServiceDeployment('api')).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    })
  })

  test('can be told to show the rollback under a new id', async () => {
    const old = await primary('api')
    const order = { cluster: 'demo', service: 'api', outcome: 'crash_loop', breakerVariant: 'new_id' }
    await bench.control('next', order)
    const mine = present((await bench.deploy('api', '1.1.0')).deployments?.[0])
    bench.tenths(10)
    const service = await bench.service('api')
    expect(lines(service)).toEqual(['PRIMARY api:1 2/0/2 failed 0 COMPLETED'])
    expect([old.id, mine.id]).not.toContain(service.deployments?.[0]?.id)
  })

  test('can be told to leave the failed deployment out while rolling back', async () => {
    const order = {
      cluster: 'demo',
      service: 'api',
      outcome: 'crash_loop',
      breakerVariant: 'old_id_failed_absent',
    }
    await bench.control('next', order)
    await bench.deploy('api', '1.1.0')
    bench.tenths(8)
    expect(lines(await bench.service('api'))).toEqual(['PRIMARY api:1 2/0/2 failed 0 IN_PROGRESS'])
  })

  test('has nothing to go back to when it is the first of its service', async () => {
    const taskDefinition = await register(bench.ecs, 'fresh', '1-crash')
    const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } }
    const create = {
      cluster: 'demo',
      serviceName: 'fresh',
      taskDefinition,
      desiredCount: 1,
      deploymentConfiguration,
    }
    await bench.ecs.send(new CreateServiceCommand(create))
    bench.tenths(20)
    expect(lines(await bench.service('fresh'))).toEqual(['PRIMARY fresh:1 0/0/0 failed 3 FAILED'])
    expect(await bench.newestServiceDeployment('fresh')).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    })
  })
})

test('a failing rollout under a circuit breaker without rollback stays PRIMARY and FAILED while the old one serves', async () => {
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: false } }
  await bench.deploy('api', '1.1.0-crash', { deploymentConfiguration })
  bench.tenths(30)
  const service = await bench.service('api')
  expect(lines(service)).toEqual([
    'PRIMARY api:2 0/0/0 failed 3 FAILED',
    'ACTIVE api:1 2/0/2 failed 0 COMPLETED',
  ])
  expect(service).toMatchObject({ desiredCount: 2, runningCount: 2 })
  expect((await bench.newestServiceDeployment('api')).status).toBe('STOPPED')
})

test('a failing rollout without a circuit breaker fails for ever, ever more slowly', async () => {
  const since = present(present((await bench.deploy('worker', '1.1.0-crash')).deployments?.[0]).createdAt)
  const failed: number[] = []
  for (let step = 0; step < 4; step += 1) {
    bench.tenths(20)
    failed.push((await primary('worker')).failedTasks ?? 0)
  }
  expect(failed).toEqual([3, 4, 4, 5])
  bench.sandbox.advance(5 * 3_600_000)
  const service = await bench.service('worker')
  expect(lines(service)[0]).toMatch(/^PRIMARY worker:2 1\/1\/0 failed \d+ IN_PROGRESS$/)
  expect(lines(service)[1]).toBe('ACTIVE worker:1 1/0/1 failed 0 COMPLETED')
  expect(eventTexts(service, since)).toContain(
    '(service worker) is unable to consistently start tasks successfully.',
  )
  // Five hours at one attempt in 27 minutes, after the first few.
  expect((await primary('worker')).failedTasks).toBeGreaterThan(11)
  expect((await primary('worker')).failedTasks).toBeLessThan(25)
  expect((await bench.newestServiceDeployment('worker')).status).toBe('IN_PROGRESS')
})

describe('a service whose configuration lets tasks neither stop nor start', () => {
  const deadlock =
    '(service worker) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.'

  test('is stuck: one task, at least half and at most one and a half', async () => {
    const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 150 }
    const mine = present(
      (await bench.deploy('worker', '1.1.0', { deploymentConfiguration })).deployments?.[0],
    )
    bench.sandbox.advance(3_600_000)
    const service = await bench.service('worker')
    expect(lines(service)).toEqual([
      'PRIMARY worker:2 1/0/0 failed 0 IN_PROGRESS',
      'ACTIVE worker:1 1/0/1 failed 0 COMPLETED',
    ])
    expect(eventTexts(service, present(mine.createdAt))).toEqual([deadlock])
  })

  test('can be scripted', async () => {
    await bench.control('next', { cluster: 'demo', service: 'worker', outcome: 'stuck' })
    const mine = present((await bench.deploy('worker', '1.1.0')).deployments?.[0])
    bench.sandbox.advance(3_600_000)
    expect(eventTexts(await bench.service('worker'), present(mine.createdAt))).toEqual([deadlock])
  })
})

test('the circuit breaker that is scripted counts for one rollout, in place of the configured one', async () => {
  const order = { cluster: 'demo', service: 'api', outcome: 'crash_loop', circuitBreaker: 'off' }
  await bench.control('next', order)
  await bench.deploy('api', '1.1.0')
  bench.tenths(30)
  expect(lines(await bench.service('api'))[0]).toBe('PRIMARY api:2 2/1/0 failed 4 IN_PROGRESS')
  await bench.deploy('api', '1.2.0-crash')
  bench.tenths(10)
  expect(lines(await bench.service('api'))).toEqual(['PRIMARY api:1 2/0/2 failed 0 COMPLETED'])
})

import { CreateServiceCommand, DescribeServicesCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, eventTexts, lines, present, register, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

describe('a healthy rollout', () => {
  test('is answered with a new PRIMARY without tasks beside the old deployment that still serves', async () => {
    const answer = await bench.deploy('api', '1.1.0')
    expect(lines(answer)).toEqual([
      'PRIMARY api:2 0/0/0 failed 0 IN_PROGRESS',
      'ACTIVE api:1 2/0/2 failed 0 COMPLETED',
    ])
    const own = present(answer.deployments?.[0])
    expect(own.id).toMatch(/^ecs-svc\/\d{19}$/)
    expect(own.rolloutStateReason).toBe(`ECS deployment ${own.id} in progress.`)
    expect(answer.taskDefinition).toBe(own.taskDefinition)
  })

  test('goes from pending over running to the old one drained, and ends as the only deployment', async () => {
    const since = present(present((await bench.deploy('api', '1.1.0')).deployments?.[0]).createdAt)
    const seen: string[][] = []
    for (let tenth = 1; tenth <= 10; tenth += 1) {
      bench.tenths(1)
      const service = await bench.service('api')
      if (JSON.stringify(seen.at(-1)) !== JSON.stringify(lines(service))) seen.push(lines(service))
    }
    expect(seen).toEqual([
      ['PRIMARY api:2 2/2/0 failed 0 IN_PROGRESS', 'ACTIVE api:1 2/0/2 failed 0 COMPLETED'],
      ['PRIMARY api:2 2/1/1 failed 0 IN_PROGRESS', 'ACTIVE api:1 2/0/2 failed 0 COMPLETED'],
      ['PRIMARY api:2 2/0/2 failed 0 IN_PROGRESS', 'ACTIVE api:1 2/0/2 failed 0 COMPLETED'],
      ['PRIMARY api:2 2/0/2 failed 0 IN_PROGRESS', 'ACTIVE api:1 0/0/2 failed 0 COMPLETED'],
      ['PRIMARY api:2 2/0/2 failed 0 IN_PROGRESS', 'ACTIVE api:1 0/0/0 failed 0 COMPLETED'],
      ['PRIMARY api:2 2/0/2 failed 0 IN_PROGRESS'],
      ['PRIMARY api:2 2/0/2 failed 0 COMPLETED'],
    ])
    const service = await bench.service('api')
    const { id, rolloutStateReason } = present(service.deployments?.[0])
    expect(rolloutStateReason).toBe(`ECS deployment ${id} completed.`)
    expect(eventTexts(service, since)).toEqual([
      '(service api) has reached a steady state.',
      `(service api) (deployment ${id}) deployment completed.`,
      '(service api) has stopped 2 running tasks: (task T) (task T).',
      '(service api) has started 2 tasks: (task T) (task T).',
    ])
    expect((await bench.newestServiceDeployment('api')).status).toBe('SUCCESSFUL')
  })

  test('behind a load balancer registers, drains and deregisters targets', async () => {
    const targetGroupArn =
      'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef'
    const taskDefinition = await register(bench.ecs, 'shop', '1')
    const loadBalancers = [{ targetGroupArn, containerName: 'shop', containerPort: 80 }]
    const create = { cluster: 'demo', serviceName: 'shop', taskDefinition, desiredCount: 1, loadBalancers }
    await bench.ecs.send(new CreateServiceCommand(create))
    bench.tenths(10)
    const since = present(present((await bench.deploy('shop', '2')).deployments?.[0]).createdAt)
    bench.tenths(10)
    expect(eventTexts(await bench.service('shop'), since).slice(2)).toEqual([
      '(service shop) has stopped 1 running tasks: (task T).',
      '(service shop) has begun draining connections on 1 tasks.',
      `(service shop) deregistered 1 targets in (target-group ${targetGroupArn})`,
      `(service shop) registered 1 targets in (target-group ${targetGroupArn})`,
      '(service shop) has started 1 tasks: (task T).',
    ])
  })

  test('keeps the newest service deployment out of the list for a moment, as AWS does', async () => {
    const before = await bench.newestServiceDeployment('api')
    await bench.deploy('api', '1.1.0')
    expect((await bench.newestServiceDeployment('api')).serviceDeploymentArn).toBe(
      before.serviceDeploymentArn,
    )
    bench.tenths(1)
    const after = await bench.newestServiceDeployment('api')
    expect(after.serviceDeploymentArn).not.toBe(before.serviceDeploymentArn)
    expect(after.status).toBe('IN_PROGRESS')
    expect((await bench.service('api')).currentServiceDeployment).toBe(after.serviceDeploymentArn)
  })

  test('says again every six hours that the service is at rest', async () => {
    const since = present(present((await bench.deploy('api', '1.1.0')).deployments?.[0]).createdAt)
    bench.tenths(10)
    bench.sandbox.advance(18 * 3_600_000)
    const steady = eventTexts(await bench.service('api'), since).filter((text) => text.includes('steady'))
    expect(steady).toHaveLength(4)
    bench.sandbox.advance(200 * 6 * 3_600_000)
    expect((await bench.service('api')).events).toHaveLength(100)
  })
})

test('a service scaled to zero deploys without any task', async () => {
  await bench.ecs.send(new UpdateServiceCommand({ cluster: 'demo', service: 'api', desiredCount: 0 }))
  const mine = present((await bench.deploy('api', '1.1.0-crash')).deployments?.[0])
  bench.tenths(10)
  const service = await bench.service('api')
  expect(lines(service)).toEqual(['PRIMARY api:2 0/0/0 failed 0 COMPLETED'])
  expect(eventTexts(service, present(mine.createdAt))).toEqual([
    '(service api) has reached a steady state.',
    `(service api) (deployment ${mine.id}) deployment completed.`,
  ])
})

test('a service that is missing is a failure in an answer that succeeds', async () => {
  const answer = await bench.ecs.send(
    new DescribeServicesCommand({ cluster: 'demo', services: ['api', 'nope'] }),
  )
  expect(answer.services?.map((service) => service.serviceName)).toEqual(['api'])
  expect(answer.failures).toEqual([
    { arn: 'arn:aws:ecs:us-east-1:123456789012:service/demo/nope', reason: 'MISSING' },
  ])
})

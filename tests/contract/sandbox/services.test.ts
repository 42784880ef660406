import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  ListServicesCommand,
  ListTasksCommand,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, lines, present, register, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

const update = (request: Omit<UpdateServiceCommandInput, 'cluster'>) =>
  bench.ecs.send(new UpdateServiceCommand({ cluster: 'demo', ...request }))
const rollouts = () =>
  bench.sandbox.ledger().filter(({ effect }) => effect.includes('rollout_started')).length

describe('UpdateService', () => {
  test('with the task definition that runs already starts nothing, in whatever form it is named', async () => {
    for (const taskDefinition of [
      'api',
      'api:1',
      'arn:aws:ecs:us-east-1:123456789012:task-definition/api:1',
    ]) {
      const { service } = await update({ service: 'api', taskDefinition })
      expect(lines(present(service))).toEqual(['PRIMARY api:1 2/0/2 failed 0 COMPLETED'])
    }
    expect(bench.sandbox.ledger('api').map(({ effect }) => effect)).toEqual(['none', 'none', 'none'])
  })

  test('repeated with the revision that it just brought in starts nothing more', async () => {
    const taskDefinition = await register(bench.ecs, 'api', '2')
    for (let index = 0; index < 3; index += 1) await update({ service: 'api', taskDefinition })
    expect(rollouts()).toBe(1)
  })

  test('forced starts a deployment of what runs, each time, even if its revision was deregistered', async () => {
    await bench.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'api:1' }))
    await update({ service: 'api', forceNewDeployment: true })
    const { service } = await update({ service: 'api', forceNewDeployment: true })
    expect(lines(present(service))[0]).toBe('PRIMARY api:1 0/0/0 failed 0 IN_PROGRESS')
    expect(rollouts()).toBe(2)
  })

  test('of the desired count alone scales and starts nothing', async () => {
    const { service } = await update({ service: 'api', desiredCount: 5 })
    expect(lines(present(service))).toEqual(['PRIMARY api:1 5/0/5 failed 0 COMPLETED'])
    expect(service?.desiredCount).toBe(5)
    expect(rollouts()).toBe(0)
    expect(bench.sandbox.ledger('api').at(-1)?.effect).toContain('settings_changed')
  })

  test('of the deployment configuration alone starts nothing and keeps what is not named', async () => {
    const { service } = await update({ service: 'api', deploymentConfiguration: { maximumPercent: 150 } })
    expect(service?.deploymentConfiguration).toMatchObject({
      maximumPercent: 150,
      minimumHealthyPercent: 100,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    })
    expect(rollouts()).toBe(0)
  })

  test('of the network or the platform version starts a deployment', async () => {
    await update({ service: 'api', platformVersion: '1.4.0' })
    const awsvpcConfiguration = { subnets: ['subnet-1'] }
    await update({ service: 'api', networkConfiguration: { awsvpcConfiguration } })
    expect(rollouts()).toBe(2)
  })

  test('refuses both percentages at 100', async () => {
    const deploymentConfiguration = { minimumHealthyPercent: 100, maximumPercent: 100 }
    await expect(update({ service: 'api', deploymentConfiguration })).rejects.toMatchObject({
      message: 'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    })
  })

  test('refuses a task definition that does not exist or is inactive', async () => {
    await expect(update({ service: 'api', taskDefinition: 'api:9' })).rejects.toMatchObject({
      name: 'ClientException',
      message: 'TaskDefinition not found.',
    })
    const taskDefinition = await register(bench.ecs, 'api', '2')
    await bench.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }))
    await expect(update({ service: 'api', taskDefinition })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'TaskDefinition is inactive',
    })
    expect(lines(await bench.service('api'))).toEqual(['PRIMARY api:1 2/0/2 failed 0 COMPLETED'])
  })

  test.each(['CODE_DEPLOY', 'EXTERNAL'] as const)(
    'is refused for a service that %s controls',
    async (type) => {
      const create = { cluster: 'demo', serviceName: 'other', taskDefinition: 'api', desiredCount: 1 }
      await bench.ecs.send(new CreateServiceCommand({ ...create, deploymentController: { type } }))
      const taskDefinition = await register(bench.ecs, 'api', '2')
      await expect(update({ service: 'other', taskDefinition })).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: expect.stringContaining(
          `Unable to update task definition on services with a ${type} deployment controller.`,
        ),
      })
      await expect(update({ service: 'other', forceNewDeployment: true })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      })
      await update({ service: 'other', desiredCount: 2 })
    },
  )

  test('of a deleted service is refused, because it is not active', async () => {
    await bench.ecs.send(new DeleteServiceCommand({ cluster: 'demo', service: 'api', force: true }))
    await expect(update({ service: 'api', desiredCount: 1 })).rejects.toMatchObject({
      name: 'ServiceNotActiveException',
      message: 'Service was not ACTIVE.',
    })
    expect(await bench.service('api')).toMatchObject({ status: 'INACTIVE', runningCount: 0, deployments: [] })
    const running = await bench.ecs.send(new ListTasksCommand({ cluster: 'demo', serviceName: 'api' }))
    expect(running.taskArns).toEqual([])
    const { serviceArns } = await bench.ecs.send(new ListServicesCommand({ cluster: 'demo' }))
    expect(serviceArns).not.toContain('arn:aws:ecs:us-east-1:123456789012:service/demo/api')
  })
})

test('a blue/green deployment walks through its stages', async () => {
  await update({ service: 'api', deploymentConfiguration: { strategy: 'BLUE_GREEN' } })
  await bench.deploy('api', '1.1.0')
  const stages: (string | undefined)[] = []
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    bench.tenths(1)
    stages.push((await bench.newestServiceDeployment('api')).lifecycleStage)
  }
  expect([...new Set(stages)]).toEqual([
    'SCALE_UP',
    'POST_SCALE_UP',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
    'BAKE_TIME',
    'CLEAN_UP',
  ])
})

test('clusters count what runs in them', async () => {
  const answer = await bench.ecs.send(new DescribeClustersCommand({ clusters: ['demo', 'nope'] }))
  expect(answer.clusters?.[0]).toMatchObject({
    clusterName: 'demo',
    activeServicesCount: 3,
    runningTasksCount: 6,
  })
  expect(answer.failures).toEqual([
    { arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/nope', reason: 'MISSING' },
  ])
})

test('a second service of the same name is refused until the first is deleted', async () => {
  const create = new CreateServiceCommand({
    cluster: 'demo',
    serviceName: 'api',
    taskDefinition: 'api',
    desiredCount: 1,
  })
  await expect(bench.ecs.send(create)).rejects.toMatchObject({
    message: 'Creation of service was not idempotent.',
  })
  const remove = (force: boolean) =>
    bench.ecs.send(new DeleteServiceCommand({ cluster: 'demo', service: 'api', force }))
  await expect(remove(false)).rejects.toMatchObject({
    message: 'The service cannot be stopped while it is scaled above 0.',
  })
  await remove(true)
  await bench.ecs.send(create)
  expect(lines(await bench.service('api'))).toEqual(['PRIMARY api:1 0/0/0 failed 0 IN_PROGRESS'])
})

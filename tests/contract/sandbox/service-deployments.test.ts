import {
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, eventTexts, lines, present, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

describe('StopServiceDeployment', () => {
  const stop = (serviceDeploymentArn: string) =>
    bench.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }))

  test('takes a rollout back to the deployment before it', async () => {
    const mine = present((await bench.deploy('worker', '1.1.0-crash')).deployments?.[0])
    bench.tenths(4)
    const arn = present((await bench.newestServiceDeployment('worker')).serviceDeploymentArn)
    expect((await stop(arn)).serviceDeploymentArn).toBe(arn)
    expect((await bench.newestServiceDeployment('worker')).status).toBe('ROLLBACK_REQUESTED')
    bench.tenths(1)
    expect((await bench.newestServiceDeployment('worker')).status).toBe('ROLLBACK_IN_PROGRESS')
    expect(lines(await bench.service('worker'))).toEqual([
      'PRIMARY worker:1 1/0/1 failed 0 IN_PROGRESS',
      'ACTIVE worker:2 0/0/0 failed 1 FAILED',
    ])
    bench.tenths(2)
    expect((await bench.newestServiceDeployment('worker')).status).toBe('ROLLBACK_SUCCESSFUL')
    const service = await bench.service('worker')
    expect(lines(service)).toEqual(['PRIMARY worker:1 1/0/1 failed 0 COMPLETED'])
    expect(eventTexts(service, present(mine.createdAt)).join('\n')).toContain(
      `(deployment ${mine.id}) deployment failed`,
    )
    expect(bench.sandbox.ledger('worker').at(-1)?.effect).toBe(`rollback_requested ${mine.id}`)
  })

  test('is repeated without harm, and is a conflict once the deployment has ended', async () => {
    await bench.deploy('api', '1.1.0')
    bench.tenths(4)
    const arn = present((await bench.newestServiceDeployment('api')).serviceDeploymentArn)
    await stop(arn)
    await stop(arn)
    expect(bench.sandbox.ledger('api').at(-1)?.effect).toBe('none')
    bench.tenths(3)
    await expect(stop(arn)).rejects.toMatchObject({ name: 'ConflictException' })
  })

  test('of a completed deployment is a conflict, and of an unknown one not found', async () => {
    const arn = present((await bench.newestServiceDeployment('api')).serviceDeploymentArn)
    await expect(stop(arn)).rejects.toMatchObject({ name: 'ConflictException' })
    await expect(stop(`${arn}x`)).rejects.toMatchObject({ name: 'ServiceDeploymentNotFoundException' })
  })

  test('keeps a scripted outsider from starting after all', async () => {
    await bench.control('next', { cluster: 'demo', service: 'api', outcome: 'superseded' })
    await bench.deploy('api', '1.1.0')
    bench.tenths(4)
    await stop(present((await bench.newestServiceDeployment('api')).serviceDeploymentArn))
    bench.tenths(20)
    expect(lines(await bench.service('api'))).toEqual(['PRIMARY api:1 2/0/2 failed 0 COMPLETED'])
  })
})

test('service deployments are listed newest first, by time and by status', async () => {
  for (const tag of ['1.1.0', '1.2.0-crash', '1.3.0']) {
    await bench.deploy('api', tag)
    bench.tenths(11)
  }
  const list = async (more: object) => {
    const command = new ListServiceDeploymentsCommand({ cluster: 'demo', service: 'api', ...more })
    return present((await bench.ecs.send(command)).serviceDeployments)
  }
  const all = await list({})
  expect(all.map(({ status }) => status)).toEqual([
    'SUCCESSFUL',
    'ROLLBACK_SUCCESSFUL',
    'SUCCESSFUL',
    'SUCCESSFUL',
  ])
  expect(await list({ status: ['ROLLBACK_SUCCESSFUL'] })).toEqual([all[1]])
  const after = new Date(present(all[1]?.createdAt).getTime() - 1)
  expect(await list({ createdAt: { after } })).toEqual(all.slice(0, 2))
  expect(await list({ createdAt: { before: new Date(after.getTime() + 1), after: new Date(0) } })).toEqual(
    all.slice(2),
  )
  const serviceRevisionArns = [present(all[0]?.targetServiceRevisionArn)]
  const revisions = await bench.ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }))
  expect(revisions.serviceRevisions?.[0]).toMatchObject({
    taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/api:4',
    containerImages: [{ containerName: 'api', image: 'registry.example/shipclock-demo/api:1.3.0' }],
  })
})

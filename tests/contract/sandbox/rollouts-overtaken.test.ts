import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, lines, present, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

const primary = async (name: string) => present((await bench.service(name)).deployments?.[0])

test('a slow rollout takes ten times as long, or as long as was ordered', async () => {
  await bench.deploy('api', '1.1.0-slow')
  bench.tenths(99)
  expect((await primary('api')).rolloutState).toBe('IN_PROGRESS')
  bench.tenths(1)
  expect((await primary('api')).rolloutState).toBe('COMPLETED')
  await bench.control('next', { cluster: 'demo', service: 'api', outcome: 'slow', seconds: 500 })
  await bench.deploy('api', '1.2.0')
  bench.tenths(499)
  expect((await primary('api')).rolloutState).toBe('IN_PROGRESS')
  bench.tenths(1)
  expect((await primary('api')).rolloutState).toBe('COMPLETED')
})

describe('a rollout that somebody else overtakes', () => {
  test('by script: another revision becomes PRIMARY midway and completes', async () => {
    await bench.control('next', { cluster: 'demo', service: 'api', outcome: 'superseded' })
    const mine = present((await bench.deploy('api', '1.1.0')).deployments?.[0])
    bench.tenths(4)
    expect((await primary('api')).id).toBe(mine.id)
    const serviceDeploymentArn = present((await bench.newestServiceDeployment('api')).serviceDeploymentArn)
    bench.tenths(2)
    const midway = await bench.service('api')
    expect(lines(midway)).toEqual([
      'PRIMARY api:3 2/2/0 failed 0 IN_PROGRESS',
      'ACTIVE api:2 0/0/0 failed 0 IN_PROGRESS',
      'ACTIVE api:1 2/0/2 failed 0 COMPLETED',
    ])
    bench.tenths(9)
    const after = await bench.service('api')
    expect(lines(after)).toEqual(['PRIMARY api:3 2/0/2 failed 0 COMPLETED'])
    expect(after.deployments?.[0]?.id).not.toBe(mine.id)
    const list = await bench.control('state')
    expect(JSON.stringify(list)).toContain('"phase":"superseded"')
    const newest = await bench.newestServiceDeployment('api')
    expect(newest.serviceDeploymentArn).not.toBe(serviceDeploymentArn)
    expect(newest.status).toBe('SUCCESSFUL')
    const outside = bench.sandbox.ledger('api').at(-1)
    expect(outside?.caller.arn).toContain('somebody-else')
    expect(outside?.effect).toContain('rollout_started')
  })

  test('by a second update: the first never completes', async () => {
    const mine = present((await bench.deploy('api', '1.1.0')).deployments?.[0])
    bench.tenths(5)
    await bench.deploy('api', '1.2.0')
    bench.tenths(2)
    expect(lines(await bench.service('api'))).toHaveLength(3)
    bench.tenths(1)
    expect(lines(await bench.service('api'))).toEqual([
      'PRIMARY api:3 2/1/1 failed 0 IN_PROGRESS',
      'ACTIVE api:1 2/0/2 failed 0 COMPLETED',
    ])
    bench.tenths(20)
    const service = await bench.service('api')
    expect(lines(service)).toEqual(['PRIMARY api:3 2/0/2 failed 0 COMPLETED'])
    expect(JSON.stringify(service.events)).not.toContain(`(deployment ${mine.id}) deployment completed`)
  })

  test('and the overtaker fails: the rollback goes to the last that was completed', async () => {
    await bench.deploy('api', '1.1.0')
    bench.tenths(3)
    await bench.deploy('api', '1.2.0-crash')
    bench.tenths(10)
    expect(lines(await bench.service('api'))).toEqual(['PRIMARY api:1 2/0/2 failed 0 COMPLETED'])
  })
})

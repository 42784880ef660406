import {
  DescribeTasksCommand,
  ListTasksCommand,
  type ListTasksCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, present, register, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

const run = async (more: Partial<RunTaskCommandInput> = {}) => {
  const answer = await bench.ecs.send(new RunTaskCommand({ cluster: 'demo', taskDefinition: 'api', ...more }))
  return present(answer.tasks)
}
const list = async (more: Partial<ListTasksCommandInput>) =>
  present((await bench.ecs.send(new ListTasksCommand({ cluster: 'demo', ...more }))).taskArns)
const describeOf = async (tasks: string[]): Promise<Task[]> =>
  present(
    (await bench.ecs.send(new DescribeTasksCommand({ cluster: 'demo', tasks, include: ['TAGS'] }))).tasks,
  )
const arnOf = (task: Task | undefined) => present(task?.taskArn)

describe('RunTask', () => {
  test('starts a task that ends with the exit code of its container', async () => {
    const tags = [{ key: 'deploy', value: 'd1' }]
    const [task] = await run({ startedBy: 'd1', tags })
    expect(task).toMatchObject({
      lastStatus: 'PROVISIONING',
      desiredStatus: 'RUNNING',
      startedBy: 'd1',
      tags,
    })
    const statuses: (string | undefined)[] = []
    for (let tenth = 1; tenth <= 10; tenth += 1) {
      bench.tenths(1)
      statuses.push((await describeOf([arnOf(task)]))[0]?.lastStatus)
    }
    expect([...new Set(statuses)]).toEqual(['PENDING', 'RUNNING', 'STOPPED'])
    expect((await describeOf([arnOf(task)]))[0]).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'api', exitCode: 0, lastStatus: 'STOPPED' }],
    })
  })

  test('can be told how the tasks of a family end', async () => {
    await bench.control('next_task', { family: 'api', exitCode: 3, seconds: 60 })
    const [task] = await run()
    bench.sandbox.advance(59_000)
    expect((await describeOf([arnOf(task)]))[0]?.lastStatus).toBe('RUNNING')
    bench.sandbox.advance(1000)
    expect((await describeOf([arnOf(task)]))[0]?.containers?.[0]?.exitCode).toBe(3)
  })

  test('of an image that cannot be pulled leaves no exit code, but a reason', async () => {
    const taskDefinition = await register(bench.ecs, 'job', '1-missing')
    const [task] = await run({ taskDefinition })
    bench.tenths(10)
    const [ended] = await describeOf([arnOf(task)])
    expect(ended).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' })
    expect(ended?.containers?.[0]?.exitCode).toBeUndefined()
    expect(ended?.containers?.[0]?.reason).toContain('CannotPullContainerError')
  })

  test('with the same client token gives the tasks that it started, whatever they have become', async () => {
    const first = await run({ clientToken: 'token', count: 2 })
    bench.tenths(20)
    const second = await run({ clientToken: 'token', count: 2 })
    expect(second.map(arnOf)).toEqual(first.map(arnOf))
    expect(second[0]?.lastStatus).toBe('STOPPED')
    expect(bench.sandbox.ledger().map(({ effect }) => effect === 'none')).toEqual([false, true])
  })

  test('with the same client token and another request is a conflict that names the tasks', async () => {
    const first = await run({ clientToken: 'token' })
    await expect(run({ clientToken: 'token', count: 2 })).rejects.toMatchObject({
      name: 'ConflictException',
      resourceIds: first.map(arnOf),
    })
  })

  test('is found by who started it, while it runs and after', async () => {
    const [mine] = await run({ startedBy: 'd1' })
    await run({ startedBy: 'd2' })
    expect(await list({ startedBy: 'd1', desiredStatus: 'RUNNING' })).toEqual([arnOf(mine)])
    expect(await list({ startedBy: 'd1', desiredStatus: 'STOPPED' })).toEqual([])
    bench.tenths(10)
    expect(await list({ startedBy: 'd1', desiredStatus: 'RUNNING' })).toEqual([])
    expect(await list({ startedBy: 'd1', desiredStatus: 'STOPPED' })).toEqual([arnOf(mine)])
  })

  test('is forgotten about an hour after it stopped', async () => {
    const [task] = await run()
    bench.tenths(10)
    bench.sandbox.advance(3_600_000)
    const answer = await bench.ecs.send(new DescribeTasksCommand({ cluster: 'demo', tasks: [arnOf(task)] }))
    expect(answer).toMatchObject({ tasks: [], failures: [{ arn: arnOf(task), reason: 'MISSING' }] })
  })

  test('is stopped when asked, before its container ran without an exit code, afterwards with one', async () => {
    const [early] = await run()
    const [late] = await run()
    await bench.ecs.send(new StopTaskCommand({ cluster: 'demo', task: arnOf(early), reason: 'cancelled' }))
    bench.tenths(5)
    await bench.ecs.send(new StopTaskCommand({ cluster: 'demo', task: arnOf(late) }))
    const [first, second] = await describeOf([arnOf(early), arnOf(late)])
    expect(first).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'cancelled',
    })
    expect(first?.containers?.[0]?.exitCode).toBeUndefined()
    expect(second?.containers?.[0]?.exitCode).toBe(137)
  })
})

describe('the tasks of a service', () => {
  test('are those that its deployments say', async () => {
    await bench.deploy('api', '1.1.0')
    bench.tenths(6)
    const service = await bench.service('api')
    for (const deployment of service.deployments ?? []) {
      const running = await list({ startedBy: present(deployment.id), desiredStatus: 'RUNNING' })
      expect(running).toHaveLength(present(deployment.runningCount))
    }
    bench.tenths(4)
    expect(await list({ serviceName: 'api' })).toHaveLength(2)
    const stopped = await describeOf(await list({ serviceName: 'api', desiredStatus: 'STOPPED' }))
    expect(stopped.map(({ taskDefinitionArn }) => taskDefinitionArn?.split('/')[1])).toEqual([
      'api:1',
      'api:1',
    ])
  })

  test('that crash are found stopped, started by the deployment that failed', async () => {
    const mine = present((await bench.deploy('worker', '1.1.0-crash')).deployments?.[0])
    bench.tenths(14)
    const startedBy = present(mine.id)
    const stopped = await describeOf(await list({ startedBy, desiredStatus: 'STOPPED' }))
    expect(stopped).toHaveLength(3)
    for (const task of stopped) {
      expect(task).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 1 }] })
    }
    expect(await list({ startedBy, desiredStatus: 'RUNNING' })).toHaveLength(1)
    expect(await list({ serviceName: 'worker', desiredStatus: 'RUNNING' })).toHaveLength(2)
  })

  test('that cannot pull their image never started', async () => {
    const mine = present((await bench.deploy('api', '1.1.0-missing')).deployments?.[0])
    bench.tenths(10)
    const stopped = await describeOf(await list({ startedBy: present(mine.id), desiredStatus: 'STOPPED' }))
    expect(stopped.map(({ stopCode }) => stopCode)).toEqual(
      Array.from({ length: 3 }, () => 'TaskFailedToStart').concat('ServiceSchedulerInitiated'),
    )
    expect(stopped[0]?.startedAt).toBeUndefined()
    expect(await list({ serviceName: 'api', desiredStatus: 'RUNNING' })).toHaveLength(2)
  })
})

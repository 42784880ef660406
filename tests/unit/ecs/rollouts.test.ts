import { afterEach, describe, expect, test } from 'vitest'
import { createEcsRollouts } from '@/lib/ecs/rollouts'
import { RolloutRejected } from '@/lib/ports/rollout-errors'
import type { CloudAccountAccess, Rollouts, RolloutTarget, RolloutToObserve } from '@/lib/ports/rollouts'
import { awsError, type CannedAnswer, type CannedEcs, ok, startCannedEcs } from './canned-ecs'

const START = 1_785_585_600
const MINE = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:13'
const PREVIOUS = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:12'
const SD = 'arn:aws:ecs:us-east-1:123456789012:service-deployment/prod/web/abcdefghijklmnopqrstu'
const NEWER_SD = 'arn:aws:ecs:us-east-1:123456789012:service-deployment/prod/web/zzzzzzzzzzzzzzzzzzzzz'
const SERVICE_REVISION = 'arn:aws:ecs:us-east-1:123456789012:service-revision/prod/web/4444444444444444444'
const NEWER_REVISION = 'arn:aws:ecs:us-east-1:123456789012:service-revision/prod/web/5555555555555555555'

const mine = {
  id: 'ecs-svc/2222222222222222222',
  status: 'PRIMARY',
  taskDefinition: MINE,
  desiredCount: 2,
  runningCount: 1,
  pendingCount: 1,
  failedTasks: 0,
  rolloutState: 'IN_PROGRESS',
  createdAt: START,
}
const previous = {
  ...mine,
  id: 'ecs-svc/1111111111111111111',
  status: 'ACTIVE',
  taskDefinition: PREVIOUS,
  rolloutState: 'COMPLETED',
  createdAt: START - 86_400,
}
const service = {
  serviceName: 'web',
  serviceArn: 'arn:aws:ecs:us-east-1:123456789012:service/prod/web',
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 3,
  pendingCount: 1,
  deployments: [mine, previous],
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  currentServiceDeployment: SD,
}
const taskDefinition = {
  taskDefinitionArn: PREVIOUS,
  family: 'web',
  revision: 12,
  containerDefinitions: [{ name: 'web', image: 'registry.example/web:1' }],
}
const HISTORY = {
  ListServiceDeployments: [
    ok({
      serviceDeployments: [
        { serviceDeploymentArn: SD, targetServiceRevisionArn: SERVICE_REVISION, createdAt: START },
      ],
    }),
  ],
  DescribeServiceRevisions: [
    ok({ serviceRevisions: [{ serviceRevisionArn: SERVICE_REVISION, taskDefinition: MINE }] }),
  ],
  DescribeServiceDeployments: [
    ok({ serviceDeployments: [{ serviceDeploymentArn: SD, status: 'IN_PROGRESS' }] }),
  ],
}
const TO_OBSERVE: RolloutToObserve = {
  rolloutId: mine.id,
  revisionArn: MINE,
  startedAt: new Date(START * 1000),
  eventsAfter: new Date((START - 60) * 1000),
  serviceDeploymentArn: null,
}

let ecs: CannedEcs | null = null
afterEach(async () => {
  await ecs?.close()
  ecs = null
})

interface Setup {
  ecs: CannedEcs
  rollouts: Rollouts
  account: CloudAccountAccess
  target: RolloutTarget
}

async function setup(answers: Record<string, CannedAnswer[]>): Promise<Setup> {
  const server = await startCannedEcs(answers)
  ecs = server
  const account: CloudAccountAccess = {
    id: 'account-1',
    teamId: 'team-1',
    name: 'Production',
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { kind: 'static', sealed: { keyId: 'k', encapsulatedKey: 'e', ciphertext: 'c' } },
  }
  const rollouts = createEcsRollouts({
    openCredentials: async () => ({ accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }),
    allowPrivateEndpoints: true,
  })
  const target = {
    account,
    cluster: 'prod',
    service: 'web',
    container: 'web',
    deploymentId: 'dep-1',
    signal: new AbortController().signal,
  }
  return { ecs: server, rollouts, account, target }
}

function described(changes: object): Record<string, CannedAnswer[]> {
  return {
    DescribeServices: [ok({ services: [{ ...service, ...changes }] })],
    DescribeTaskDefinition: [ok({ taskDefinition, tags: [] })],
  }
}

describe('a snapshot', () => {
  test('tells bake time, breaker and the newest event', async () => {
    const events = [START - 5, START - 50].map((createdAt, index) => ({
      id: `${index}`,
      createdAt,
      message: 'x',
    }))
    const deploymentConfiguration = { bakeTimeInMinutes: 15 }
    const { rollouts, target } = await setup(described({ events, deploymentConfiguration }))
    expect(await rollouts.snapshot(target)).toMatchObject({
      bakeTimeMinutes: 15,
      circuitBreaker: { enabled: false, rollback: false },
      latestEventAt: new Date((START - 5) * 1000),
    })
  })

  test.each([
    ['in progress', [mine, previous], false],
    ['completed', [{ ...mine, rolloutState: 'COMPLETED' }], true],
    ['failed for good', [{ ...mine, rolloutState: 'FAILED' }], true],
    ['without state, alone', [{ ...mine, rolloutState: undefined }], true],
    ['without state, beside another', [{ ...mine, rolloutState: undefined }, previous], false],
  ])('of a service whose rollout is %s', async (_what, deployments, rolloutSettled) => {
    const { rollouts, target } = await setup(described({ deployments }))
    expect(await rollouts.snapshot(target)).toMatchObject({ rolloutSettled })
  })

  const percent = (minimumHealthyPercent: number, maximumPercent: number) => ({
    deploymentConfiguration: { minimumHealthyPercent, maximumPercent },
  })

  test.each([
    ['that is draining', { status: 'DRAINING' }, /is DRAINING/],
    ['that was deleted', { status: 'INACTIVE' }, /is INACTIVE/],
    ['of CodeDeploy', { deploymentController: { type: 'CODE_DEPLOY' } }, /CodeDeploy/],
    ['of an external controller', { deploymentController: { type: 'EXTERNAL' } }, /external controller/],
    [
      'that may neither stop nor start a task',
      { desiredCount: 1, ...percent(50, 150) },
      /neither stop an old task nor start/,
    ],
    ['that may neither stop nor start one of three', { desiredCount: 3, ...percent(90, 110) }, /neither/],
  ])('of a service %s is refused in words', async (_what, changes, words) => {
    const { rollouts, target } = await setup(described(changes))
    const refused = rollouts.snapshot(target)
    await expect(refused).rejects.toBeInstanceOf(RolloutRejected)
    await expect(refused).rejects.toThrow(words)
  })

  test.each([
    ['the usual percentages', { desiredCount: 1, ...percent(100, 200) }],
    ['room to stop one', { desiredCount: 2, ...percent(50, 100) }],
    ['no task', { desiredCount: 0, ...percent(100, 100) }],
    ['a task on every machine', { desiredCount: 1, schedulingStrategy: 'DAEMON', ...percent(50, 100) }],
  ])('of a service with %s is taken', async (_what, changes) => {
    const { rollouts, target } = await setup(described(changes))
    await expect(rollouts.snapshot(target)).resolves.toMatchObject({ revisionArn: MINE })
  })
})

describe('registering a revision', () => {
  const order = { runId: 'run-1', basedOnRevisionArn: PREVIOUS, image: 'registry.example/web:2' }
  const registered = { ...taskDefinition, taskDefinitionArn: MINE, revision: 13 }

  test('sends what was read, without what is read-only', async () => {
    const { rollouts, target, ecs } = await setup({
      DescribeTaskDefinition: [
        ok({ taskDefinition: { ...taskDefinition, registeredBy: 'x', cpu: '256' }, tags: [] }),
      ],
      RegisterTaskDefinition: [ok({ taskDefinition: registered })],
    })
    await rollouts.registerRevision(target, order)
    expect(ecs.requests.at(-1)).toEqual({
      family: 'web',
      cpu: '256',
      containerDefinitions: [{ name: 'web', image: 'registry.example/web:2' }],
      tags: [{ key: 'shipclock:run', value: 'run-1' }],
    })
  })

  test('is refused when settings would be lost that this SDK does not know', async () => {
    const container = { name: 'web', image: 'registry.example/web:1', sandboxing: { level: 'strict' } }
    const { rollouts, target, ecs } = await setup({
      DescribeTaskDefinition: [
        ok({ taskDefinition: { ...taskDefinition, containerDefinitions: [container] } }),
      ],
    })
    const refused = rollouts.registerRevision(target, order)
    await expect(refused).rejects.toBeInstanceOf(RolloutRejected)
    await expect(refused).rejects.toThrow('containerDefinitions[0].sandboxing')
    expect(ecs.operations).not.toContain('RegisterTaskDefinition')
  })

  test('is not refused for a new fact about the revision itself', async () => {
    const { rollouts, target } = await setup({
      DescribeTaskDefinition: [ok({ taskDefinition: { ...taskDefinition, registeredFrom: 'console' } })],
      RegisterTaskDefinition: [ok({ taskDefinition: registered })],
    })
    expect(await rollouts.registerRevision(target, order)).toMatchObject({ revisionArn: MINE })
  })

  test('looks for an earlier one only among newer revisions of the same family', async () => {
    const family = (name: string, revision: number) =>
      `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}:${revision}`
    const { rollouts, target, ecs } = await setup({
      ListTaskDefinitions: [
        ok({
          taskDefinitionArns: [family('web', 14), MINE, PREVIOUS, family('web', 11), family('web-2', 99)],
        }),
      ],
      DescribeTaskDefinition: [
        ok({
          taskDefinition: { ...taskDefinition, revision: 14 },
          tags: [{ key: 'shipclock:run', value: 'run-0' }],
        }),
        ok({ taskDefinition: registered, tags: [{ key: 'shipclock:run', value: 'run-1' }] }),
        ok({ taskDefinition }),
      ],
    })
    expect(await rollouts.findRevision(target, order)).toMatchObject({ revisionArn: MINE })
    expect(
      await rollouts.findRevision(target, { ...order, basedOnRevisionArn: family('web', 14) }),
    ).toBeNull()
    expect(ecs.operations.filter((operation) => operation === 'DescribeTaskDefinition')).toHaveLength(3)
    expect(ecs.requests[0]).toEqual({ familyPrefix: 'web', sort: 'DESC', maxResults: 20 })
  })
})

describe('finding a rollout', () => {
  test('that is gone from the service asks its history', async () => {
    const { rollouts, target } = await setup({ ...described({ deployments: [previous] }), ...HISTORY })
    expect(await rollouts.findRollout(target, { revisionArn: MINE, since: new Date(START * 1000) })).toEqual({
      rolloutId: 'ecs-svc/4444444444444444444',
      startedAt: new Date(START * 1000),
      serviceDeploymentArn: SD,
    })
  })

  test('that was never started finds none, although the history has others', async () => {
    const { rollouts, target } = await setup({ ...described({ deployments: [previous] }), ...HISTORY })
    const query = {
      revisionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:99',
      since: new Date(),
    }
    expect(await rollouts.findRollout(target, query)).toBeNull()
  })

  test('takes an old deployment of the revision for ours only where it is PRIMARY', async () => {
    const nothing = { ListServiceDeployments: [ok({ serviceDeployments: [] })] }
    const query = { revisionArn: PREVIOUS, since: new Date(START * 1000) }
    const listed = await setup({ ...described({}), ...nothing })
    expect(await listed.rollouts.findRollout(listed.target, query)).toBeNull()
    await listed.ecs.close()
    const serving = await setup(described({ deployments: [{ ...previous, status: 'PRIMARY' }] }))
    expect(await serving.rollouts.findRollout(serving.target, query)).toMatchObject({
      rolloutId: previous.id,
    })
  })

  test('looks back a minute, for clocks differ', async () => {
    const { rollouts, target, ecs } = await setup({ ...described({ deployments: [previous] }), ...HISTORY })
    await rollouts.findRollout(target, { revisionArn: MINE, since: new Date(START * 1000) })
    const list = ecs.requests[ecs.operations.indexOf('ListServiceDeployments')]
    expect(list).toMatchObject({ createdAt: { after: START - 60 } })
  })
})

describe('observing', () => {
  test('a quiet rollout takes one look at the service and one at its service deployment', async () => {
    const { rollouts, target, ecs } = await setup({ ...described({}), ...HISTORY })
    const observation = await rollouts.observe(target, { ...TO_OBSERVE, serviceDeploymentArn: SD })
    expect(ecs.operations).toEqual(['DescribeServices', 'DescribeServiceDeployments'])
    expect(observation.serviceDeployment).toMatchObject({ arn: SD, status: 'IN_PROGRESS', superseded: false })
    expect(observation.deployments[0]).toMatchObject({
      id: mine.id,
      runningCount: 1,
      createdAt: TO_OBSERVE.startedAt,
    })
  })

  test('does not take the service deployment of the baseline for ours', async () => {
    const { rollouts, target } = await setup({
      ...described({}),
      ...HISTORY,
      DescribeServiceRevisions: [
        ok({ serviceRevisions: [{ serviceRevisionArn: SERVICE_REVISION, taskDefinition: PREVIOUS }] }),
      ],
    })
    expect(await rollouts.observe(target, TO_OBSERVE)).toMatchObject({ serviceDeployment: null })
  })

  test('a newer service deployment of another revision supersedes ours', async () => {
    const revision = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:14'
    const { rollouts, target } = await setup({
      ...described({ currentServiceDeployment: NEWER_SD }),
      ...HISTORY,
      ListServiceDeployments: [
        ok({
          serviceDeployments: [
            { serviceDeploymentArn: SD, targetServiceRevisionArn: SERVICE_REVISION, createdAt: START },
            {
              serviceDeploymentArn: NEWER_SD,
              targetServiceRevisionArn: NEWER_REVISION,
              createdAt: START + 60,
            },
          ],
        }),
      ],
      DescribeServiceRevisions: [
        ok({
          serviceRevisions: [
            { serviceRevisionArn: SERVICE_REVISION, taskDefinition: MINE },
            { serviceRevisionArn: NEWER_REVISION, taskDefinition: revision },
          ],
        }),
      ],
    })
    const observation = await rollouts.observe(target, { ...TO_OBSERVE, serviceDeploymentArn: SD })
    expect(observation.serviceDeployment).toMatchObject({ arn: SD, superseded: true })
  })

  test('our revision rolled out again by somebody is watched by its newer service deployment', async () => {
    const { rollouts, target, ecs } = await setup({
      ...described({ currentServiceDeployment: NEWER_SD }),
      ...HISTORY,
      ListServiceDeployments: [
        ok({
          serviceDeployments: [
            { serviceDeploymentArn: SD, targetServiceRevisionArn: SERVICE_REVISION, createdAt: START },
            {
              serviceDeploymentArn: NEWER_SD,
              targetServiceRevisionArn: SERVICE_REVISION,
              createdAt: START + 60,
            },
          ],
        }),
      ],
    })
    const observation = await rollouts.observe(target, { ...TO_OBSERVE, serviceDeploymentArn: SD })
    expect(ecs.requests.at(-1)).toEqual({ serviceDeploymentArns: [NEWER_SD] })
    expect(observation.serviceDeployment).toMatchObject({ arn: NEWER_SD, superseded: false })
  })

  test('an older service deployment of a revision that is brought back is not ours', async () => {
    const { rollouts, target } = await setup({ ...described({}), ...HISTORY })
    const back = { ...TO_OBSERVE, startedAt: new Date((START + 30) * 1000) }
    expect(await rollouts.observe(target, back)).toMatchObject({ serviceDeployment: null })
  })

  test('a server without service deployments is watched by its deployments', async () => {
    const { rollouts, target } = await setup({
      ...described({}),
      ListServiceDeployments: [awsError('UnknownOperationException', 'no such operation')],
    })
    expect(await rollouts.observe(target, TO_OBSERVE)).toMatchObject({ serviceDeployment: null })
  })

  test('a missing permission for service deployments is told, not passed over', async () => {
    const { rollouts, target } = await setup({
      ...described({}),
      ListServiceDeployments: [awsError('AccessDeniedException', 'no')],
    })
    await expect(rollouts.observe(target, TO_OBSERVE)).rejects.toThrow('ecs:ListServiceDeployments')
  })

  test('a hook that awaits an action is told as a pause', async () => {
    const { rollouts, target } = await setup({
      ...described({}),
      DescribeServiceDeployments: [
        ok({
          serviceDeployments: [
            {
              serviceDeploymentArn: SD,
              status: 'IN_PROGRESS',
              lifecycleStage: 'POST_SCALE_UP',
              lifecycleHookDetails: [{ hookId: 'h', status: 'AWAITING_ACTION' }],
            },
          ],
        }),
      ],
    })
    const { serviceDeployment } = await rollouts.observe(target, { ...TO_OBSERVE, serviceDeploymentArn: SD })
    expect(serviceDeployment?.pausedBy).toContain('POST_SCALE_UP')
  })

  test('events are told oldest first, and only new ones', async () => {
    const events = [
      { id: 'c', createdAt: START + 20, message: 'third' },
      { id: 'b', createdAt: START + 10, message: 'second' },
      { id: 'a', createdAt: START, message: 'first' },
    ]
    const { rollouts, target } = await setup({ ...described({ events }), ...HISTORY })
    const observation = await rollouts.observe(target, { ...TO_OBSERVE, eventsAfter: new Date(START * 1000) })
    expect(observation.events.map((event) => event.message)).toEqual(['second', 'third'])
  })
})

describe('the tasks that stopped', () => {
  const task = {
    taskArn: 'arn:task/1',
    startedBy: mine.id,
    stoppedAt: START + 30,
    stopCode: 'EssentialContainerExited',
  }
  const tasks = {
    ListTasks: [ok({ taskArns: ['arn:task/1'] })],
    DescribeTasks: [
      ok({
        tasks: [
          {
            ...task,
            stoppedReason: 'Essential container in task exited',
            containers: [
              { name: 'web', exitCode: 137, reason: 'OutOfMemoryError' },
              { name: 'envoy', exitCode: 0 },
            ],
          },
          { ...task, startedBy: previous.id, stoppedReason: 'of the deployment before' },
          {
            ...task,
            stopCode: 'ServiceSchedulerInitiated',
            stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
          },
          {
            ...task,
            stoppedAt: START + 10,
            stopCode: 'TaskFailedToStart',
            stoppedReason: 'CannotPullContainerError: no such image',
            containers: [{ name: 'web', reason: 'CannotPullContainerError: no such image' }],
          },
        ],
      }),
    ],
  }

  test.each([
    ['ECS counts failed tasks', { deployments: [{ ...mine, failedTasks: 1 }, previous] }],
    ['our deployment is no longer PRIMARY', { deployments: [{ ...previous, status: 'PRIMARY' }] }],
    [
      'ECS says so in an event while its count stays at 0',
      {
        events: [
          {
            id: 'e',
            createdAt: START + 9,
            message: '(service web) is unable to consistently start tasks successfully.',
          },
        ],
      },
    ],
  ])('are told when %s: ours only, oldest first, with what containers add', async (_when, changes) => {
    const { rollouts, target, ecs } = await setup({ ...described(changes), ...HISTORY, ...tasks })
    const { failedTasks } = await rollouts.observe(target, TO_OBSERVE)
    expect(failedTasks.map(({ stopCode, reason }) => ({ stopCode, reason }))).toEqual([
      { stopCode: 'TaskFailedToStart', reason: 'CannotPullContainerError: no such image' },
      {
        stopCode: 'EssentialContainerExited',
        reason: 'Essential container in task exited: web exited with code 137 (OutOfMemoryError)',
      },
    ])
    expect(ecs.requests[ecs.operations.indexOf('ListTasks')]).toEqual({
      cluster: 'prod',
      serviceName: 'web',
      desiredStatus: 'STOPPED',
      maxResults: 100,
    })
  })

  test('are not asked for because of what went wrong before our rollout', async () => {
    const events = [{ id: 'e', createdAt: START - 9, message: '(service web) was unable to place a task.' }]
    const { rollouts, target, ecs } = await setup({ ...described({ events }), ...HISTORY, ...tasks })
    expect(await rollouts.observe(target, TO_OBSERVE)).toMatchObject({ failedTasks: [] })
    expect(ecs.operations).not.toContain('ListTasks')
  })
})

describe('discovering', () => {
  const many = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`)

  test('follows the pages and describes ten services at a time', async () => {
    const { rollouts, account, ecs } = await setup({
      ListClusters: [
        ok({ clusterArns: ['arn:cluster/one'], nextToken: 'p2' }),
        ok({ clusterArns: ['arn:cluster/two'] }),
      ],
      ListServices: [ok({ serviceArns: many(12, 'arn:service/one/s') }), ok({ serviceArns: [] })],
      DescribeServices: [ok({ services: [] })],
    })
    expect(await rollouts.discover(account)).toMatchObject({
      truncated: false,
      clusters: [{ name: 'one' }, { name: 'two' }],
    })
    const sizes = ecs.requests.flatMap((request, index) =>
      ecs.operations[index] === 'DescribeServices' ? [Reflect.get(Object(request), 'services').length] : [],
    )
    expect(sizes).toEqual([10, 2])
  })

  test('stops at a sensible number, and says so', async () => {
    const { rollouts, account, ecs } = await setup({
      ListClusters: [ok({ clusterArns: many(60, 'arn:cluster/c'), nextToken: 'more' })],
      ListServices: [ok({ serviceArns: [] })],
    })
    const discovery = await rollouts.discover(account)
    expect(discovery.truncated).toBe(true)
    expect(discovery.clusters).toHaveLength(50)
    expect(ecs.operations.filter((operation) => operation === 'ListClusters')).toHaveLength(1)
  })

  test('goes on without the identity, and without containers that it may not read', async () => {
    const { rollouts, account } = await setup({
      ListClusters: [ok({ clusterArns: ['arn:cluster/one'] })],
      ListServices: [ok({ serviceArns: ['arn:service/one/web'] })],
      DescribeServices: [ok({ services: [{ ...service, taskDefinition: PREVIOUS }] })],
      DescribeTaskDefinition: [awsError('AccessDeniedException', 'no')],
    })
    expect(await rollouts.discover(account)).toMatchObject({
      identity: null,
      clusters: [{ services: [{ name: 'web', containers: [] }] }],
    })
  })

  test('is refused with the missing action when the account may not list clusters', async () => {
    const { rollouts, account } = await setup({ ListClusters: [awsError('AccessDeniedException', 'no')] })
    await expect(rollouts.discover(account)).rejects.toThrow('may not ecs:ListClusters')
  })
})

import { describe, expect, test } from 'vitest'
import {
  FRESH_MEMORY,
  judgeRollout,
  type Verdict,
  type VerdictFacts,
  type VerdictMemory,
} from '@/lib/domain/rollout-verdict'
import type { ObservedDeployment, RolloutObservation } from '@/lib/ports/rollouts'

const MINE = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:13'
const PREVIOUS = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:12'
const THEIRS = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:14'
const NEW_ID = 'ecs-svc/8723954651238974561'
const OLD_ID = 'ecs-svc/1234567890123456789'
const SD_ARN = 'arn:aws:ecs:us-east-1:123456789012:service-deployment/prod/web/abcdefghijklmnopqrstu'
const START = new Date('2026-08-01T12:00:00Z')

function plus(seconds: number): Date {
  return new Date(START.getTime() + seconds * 1000)
}

function deployment(changes: Partial<ObservedDeployment>): ObservedDeployment {
  return {
    id: NEW_ID,
    status: 'PRIMARY',
    revisionArn: MINE,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${NEW_ID} in progress.`,
    desiredCount: 2,
    pendingCount: 0,
    runningCount: 0,
    failedTasks: 0,
    createdAt: START,
    ...changes,
  }
}

const mine = (changes: Partial<ObservedDeployment> = {}) => deployment(changes)
const previous = (changes: Partial<ObservedDeployment> = {}) =>
  deployment({
    id: OLD_ID,
    status: 'ACTIVE',
    revisionArn: PREVIOUS,
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${OLD_ID} completed.`,
    runningCount: 2,
    createdAt: plus(-86_400),
    ...changes,
  })
const theirs = (changes: Partial<ObservedDeployment> = {}) =>
  deployment({ id: 'ecs-svc/9999999999999999999', revisionArn: THEIRS, createdAt: plus(40), ...changes })

type ServiceDeployment = NonNullable<RolloutObservation['serviceDeployment']>

function serviceDeployment(status: string, changes: Partial<ServiceDeployment> = {}): ServiceDeployment {
  return {
    arn: SD_ARN,
    status,
    statusReason: null,
    lifecycleStage: null,
    superseded: false,
    pausedBy: null,
    ...changes,
  }
}

function observe(changes: Partial<RolloutObservation> = {}): RolloutObservation {
  return {
    serviceStatus: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    deployments: [mine(), previous()],
    serviceDeployment: null,
    events: [],
    failedTasks: [],
    ...changes,
  }
}

function event(message: string): RolloutObservation['events'][number] {
  return { id: message.slice(0, 12), at: plus(30), message: `(service web) ${message}` }
}

function failedTask(stopCode = 'EssentialContainerExited'): RolloutObservation['failedTasks'][number] {
  const reason = 'Essential container in task exited: web exited with code 1'
  return { taskArn: 'arn:aws:ecs:us-east-1:123456789012:task/prod/1f', at: plus(30), stopCode, reason }
}

const BREAKER = { enabled: true, rollback: true }
const BREAKER_WITHOUT_ROLLBACK = { enabled: true, rollback: false }
const NO_BREAKER = { enabled: false, rollback: false }

interface Poll {
  /** Seconds after the start. */
  at?: number
  observation: RolloutObservation
}

/** Judges a sequence of looks as the worker does: the memory goes through JSON in between. */
function judgeAll(polls: Poll[], circuitBreaker: VerdictFacts['circuitBreaker'] = BREAKER): Verdict[] {
  let memory: VerdictMemory = FRESH_MEMORY
  return polls.map(({ at = 30, observation }) => {
    const judged = judgeRollout({
      now: plus(at),
      observation,
      memory,
      circuitBreaker,
      ours: {
        rolloutId: NEW_ID,
        revisionArn: MINE,
        previousRevisionArn: PREVIOUS,
        previousRolloutId: OLD_ID,
        startedAt: START,
        deadlineAt: plus(1800),
      },
    })
    memory = JSON.parse(JSON.stringify(judged.memory))
    return judged.verdict
  })
}

function judge(
  changes: Partial<RolloutObservation>,
  options: { at?: number; breaker?: VerdictFacts['circuitBreaker'] } = {},
): Verdict | undefined {
  return judgeAll([{ at: options.at ?? 30, observation: observe(changes) }], options.breaker)[0]
}

function kinds(verdicts: Verdict[]): string[] {
  return verdicts.map((verdict) => verdict.kind)
}

const BREAKER_REASON = 'ECS deployment circuit breaker: tasks failed to start.'
const ROLLING_BACK_REASON = `ECS deployment circuit breaker: rolling back to deploymentId ${OLD_ID}.`
const DEPLOYMENT_FAILED = event(`(deployment ${NEW_ID}) deployment failed: tasks failed to start.`)
const CANNOT_PULL = event(
  'was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 5 time(s)',
)

describe('a healthy rollout', () => {
  test('runs, and succeeds only when its service deployment is SUCCESSFUL and our revision serves', () => {
    const verdicts = judgeAll([
      { at: 1, observation: observe({ deployments: [mine({ desiredCount: 0 }), previous()] }) },
      {
        at: 10,
        observation: observe({
          deployments: [mine({ pendingCount: 2 }), previous()],
          serviceDeployment: serviceDeployment('IN_PROGRESS'),
        }),
      },
      {
        at: 60,
        observation: observe({
          deployments: [mine({ runningCount: 2 }), previous({ runningCount: 1 })],
          serviceDeployment: serviceDeployment('IN_PROGRESS'),
        }),
      },
      {
        at: 90,
        observation: observe({
          deployments: [mine({ runningCount: 2, rolloutState: 'COMPLETED' })],
          serviceDeployment: serviceDeployment('SUCCESSFUL'),
        }),
      },
    ])
    expect(kinds(verdicts)).toEqual(['running', 'running', 'running', 'succeeded'])
    expect(verdicts[1]?.detail).toBe('0 of 2 tasks running, 2 starting')
    expect(verdicts[3]?.detail).toBe('Complete: our revision serves (2 of 2 tasks run).')
  })

  test('has succeeded while old tasks still drain', () => {
    expect(
      judge({
        deployments: [mine({ runningCount: 2 }), previous({ status: 'DRAINING' })],
        serviceDeployment: serviceDeployment('SUCCESSFUL'),
      }),
    ).toMatchObject({ kind: 'succeeded' })
  })

  test('without a service deployment is complete when our deployment is PRIMARY and COMPLETED', () => {
    expect(judge({ deployments: [mine({ runningCount: 2, rolloutState: 'COMPLETED' })] })).toMatchObject({
      kind: 'succeeded',
    })
  })

  test('that bakes is not complete although its deployment is', () => {
    const verdict = judge({
      deployments: [mine({ runningCount: 2, rolloutState: 'COMPLETED' })],
      serviceDeployment: serviceDeployment('IN_PROGRESS', { lifecycleStage: 'BAKE_TIME' }),
    })
    expect(verdict).toEqual({ kind: 'running', detail: '2 of 2 tasks running (stage BAKE_TIME)' })
  })

  test('with every task running is not complete while ECS says IN_PROGRESS', () => {
    expect(judge({ deployments: [mine({ runningCount: 2 })] })).toMatchObject({ kind: 'running' })
  })

  test.each(['PENDING', 'IN_PROGRESS', 'A_STATUS_OF_NEXT_YEAR'])(
    'with status %s is still running',
    (status) => {
      expect(judge({ serviceDeployment: serviceDeployment(status) })).toMatchObject({ kind: 'running' })
    },
  )
})

describe('behind a classic load balancer, where ECS gives no rollout state', () => {
  const stateless = { rolloutState: null, rolloutStateReason: null }

  test('success is one deployment left, ours, with every task running', () => {
    expect(judge({ deployments: [mine({ ...stateless, runningCount: 2 })] })).toMatchObject({
      kind: 'succeeded',
    })
  })

  test.each([
    ['the old deployment is still there', [mine({ ...stateless, runningCount: 2 }), previous(stateless)]],
    ['a task is missing', [mine({ ...stateless, runningCount: 1 })]],
    ['a task is still starting', [mine({ ...stateless, runningCount: 2, pendingCount: 1 })]],
    ['the deployment says that it wants no task yet', [mine({ ...stateless, desiredCount: 0 })]],
  ])('it runs while %s', (_why, deployments) => {
    expect(judge({ deployments })).toMatchObject({ kind: 'running' })
  })
})

describe('a service scaled to zero', () => {
  const detail = 'Complete, but the service is scaled to zero: nothing runs.'

  test.each([
    ['by its service deployment', { rolloutState: 'COMPLETED' }, serviceDeployment('SUCCESSFUL')],
    ['by its deployment', { rolloutState: 'COMPLETED' }, null],
    ['by its counts', { rolloutState: null }, null],
  ])('is complete %s, and says that nothing runs', (_how, changes, sd) => {
    const deployments = [mine({ desiredCount: 0, ...changes })]
    expect(judge({ desiredCount: 0, runningCount: 0, deployments, serviceDeployment: sd })).toEqual({
      kind: 'succeeded',
      detail,
    })
  })

  test('is still running before ECS says that it is complete', () => {
    expect(judge({ desiredCount: 0, deployments: [mine({ desiredCount: 0 }), previous()] })).toMatchObject({
      kind: 'running',
    })
  })
})

describe('a rollout that the circuit breaker rolls back', () => {
  const rollingBack = previous({
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: ROLLING_BACK_REASON,
  })
  const back = previous({ status: 'PRIMARY' })
  const failed = (status: string) =>
    mine({ status, rolloutState: 'FAILED', rolloutStateReason: BREAKER_REASON, failedTasks: 3 })

  test.each([
    ['the old deployment id, ours listed ACTIVE', OLD_ID, [failed('ACTIVE')]],
    ['the old deployment id, ours listed DRAINING', OLD_ID, [failed('DRAINING')]],
    ['the old deployment id, ours gone from the list', OLD_ID, []],
    ['a new deployment id', 'ecs-svc/5555555555555555555', [failed('ACTIVE')]],
    ['a new deployment id, ours gone from the list', 'ecs-svc/5555555555555555555', []],
  ])('by the deployments alone: %s', (_variant, id, rest) => {
    const events = [CANNOT_PULL, DEPLOYMENT_FAILED]
    const verdicts = judgeAll([
      { at: 30, observation: observe({ deployments: [mine({ failedTasks: 2 }), previous()] }) },
      { at: 200, observation: observe({ deployments: [{ ...rollingBack, id }, ...rest], events }) },
      { at: 215, observation: observe({ deployments: [{ ...back, id }], events }) },
    ])
    expect(kinds(verdicts)).toEqual(['running', 'running', 'rolled_back'])
    expect(verdicts[1]?.detail).toContain('rolling back')
    expect(verdicts[2]?.detail).toContain(
      'rolled the service back: tasks failed to start. CannotPullContainerError: pull',
    )
  })

  test('is remembered as failed when its event is out of sight by the time the old one is back', () => {
    const verdicts = judgeAll([
      { at: 200, observation: observe({ deployments: [rollingBack], events: [DEPLOYMENT_FAILED] }) },
      { at: 215, observation: observe({ deployments: [back], events: [] }) },
    ])
    expect(kinds(verdicts)).toEqual(['running', 'rolled_back'])
  })

  test('by its service deployment', () => {
    const statusReason = 'Service deployment rolled back because the circuit breaker threshold was exceeded.'
    const verdicts = judgeAll([
      {
        observation: observe({
          deployments: [rollingBack],
          serviceDeployment: serviceDeployment('ROLLBACK_IN_PROGRESS'),
        }),
      },
      {
        observation: observe({
          deployments: [back],
          serviceDeployment: serviceDeployment('ROLLBACK_SUCCESSFUL', { statusReason }),
        }),
      },
    ])
    expect(kinds(verdicts)).toEqual(['running', 'rolled_back'])
    expect(verdicts[1]?.detail).toBe(`ECS's circuit breaker rolled the service back: ${statusReason}`)
  })

  test('is explained in a sentence: who, why, and what became of the tasks', () => {
    const verdict = judge({
      deployments: [back, failed('ACTIVE')],
      serviceDeployment: serviceDeployment('ROLLBACK_SUCCESSFUL'),
      failedTasks: [failedTask()],
    })
    expect(verdict?.detail).toBe(
      "ECS's circuit breaker rolled the service back: tasks failed to start. Essential container in task exited: web exited with code 1.",
    )
  })

  test('is not reported as success although the service is steady again', () => {
    const events = [DEPLOYMENT_FAILED, event('has reached a steady state.')]
    expect(judge({ deployments: [back], events })).toMatchObject({ kind: 'rolled_back' })
  })

  test.each(['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'STOP_REQUESTED'])(
    '%s past the deadline is waited for, and after an hour more a person is asked',
    (status) => {
      const look = observe({ serviceDeployment: serviceDeployment(status) })
      const verdicts = judgeAll([
        { at: 1900, observation: look },
        { at: 1800 + 3601, observation: look },
      ])
      expect(kinds(verdicts)).toEqual(['running', 'unknown'])
    },
  )

  test('whose rollback fails as well ends as failed, and is left alone', () => {
    const statusReason = 'No rollback candidate was found to run the rollback.'
    const bySd = judge({
      deployments: [failed('PRIMARY')],
      serviceDeployment: serviceDeployment('ROLLBACK_FAILED', { statusReason }),
    })
    expect(bySd).toMatchObject({ kind: 'failed', rollback: false })
    const byList = judge({ deployments: [{ ...back, rolloutState: 'FAILED' }, failed('ACTIVE')] })
    expect(byList).toMatchObject({ kind: 'failed', rollback: false })
  })

  test('but whose rollback is read apart from the failure is not rolled back twice', () => {
    const deployments = [failed('PRIMARY'), previous()]
    const verdicts = judgeAll([
      { at: 200, observation: observe({ deployments }) },
      { at: 230, observation: observe({ deployments: [rollingBack] }) },
      { at: 245, observation: observe({ deployments: [back], events: [DEPLOYMENT_FAILED] }) },
    ])
    expect(kinds(verdicts)).toEqual(['running', 'running', 'rolled_back'])
  })

  test('that has nothing to roll back to is failed after a minute of agreeing looks', () => {
    const deployments = [failed('PRIMARY'), previous()]
    const verdicts = judgeAll(
      [0, 30, 61].map((at) => ({ at: 200 + at, observation: observe({ deployments }) })),
    )
    expect(verdicts.at(-1)).toMatchObject({ kind: 'failed', rollback: true })
    expect(kinds(verdicts)).toEqual(['running', 'running', 'failed'])
  })
})

describe('a rollout that the circuit breaker stops without rolling back', () => {
  const failed = mine({ rolloutState: 'FAILED', rolloutStateReason: BREAKER_REASON })

  test.each([
    ['by its service deployment', serviceDeployment('STOPPED')],
    ['by its deployment', null],
  ])('%s is failed, and the previous revision is ours to bring back', (_how, sd) => {
    const verdict = judge(
      { deployments: [failed, previous()], serviceDeployment: sd },
      { breaker: BREAKER_WITHOUT_ROLLBACK },
    )
    expect(verdict).toMatchObject({ kind: 'failed', rollback: true })
    expect(verdict?.detail).toContain('tasks failed to start.')
  })

  test('with no task and nothing desired is failed all the same', () => {
    const deployments = [mine({ ...failed, desiredCount: 0, runningCount: 0 })]
    expect(judge({ deployments, desiredCount: 0 }, { breaker: BREAKER_WITHOUT_ROLLBACK })).toMatchObject({
      kind: 'failed',
    })
  })
})

describe('a rollout without circuit breaker', () => {
  const crashing = (tasks: RolloutObservation['failedTasks'], changes: Partial<RolloutObservation> = {}) =>
    judge({ failedTasks: tasks, ...changes }, { breaker: NO_BREAKER })

  test('fails at the third task that crashed', () => {
    expect(crashing([failedTask(), failedTask('TaskFailedToStart')])).toMatchObject({ kind: 'running' })
    expect(crashing([failedTask(), failedTask('TaskFailedToStart'), failedTask()])).toMatchObject({
      kind: 'failed',
      rollback: true,
      detail: expect.stringContaining('3 tasks failed, and the service has no circuit breaker'),
    })
  })

  test('of many tasks fails when half of them crashed', () => {
    const tasks = (count: number) => Array.from({ length: count }, () => failedTask())
    expect(crashing(tasks(4), { desiredCount: 9 })).toMatchObject({ kind: 'running' })
    expect(crashing(tasks(5), { desiredCount: 9 })).toMatchObject({ kind: 'failed' })
  })

  test('does not fail for tasks that ECS itself stopped', () => {
    const stopped = Array.from({ length: 9 }, () => failedTask('ServiceSchedulerInitiated'))
    expect(crashing(stopped)).toMatchObject({ kind: 'running' })
  })

  test('does not fail for crashes while a breaker is there to judge them', () => {
    expect(judge({ failedTasks: Array.from({ length: 9 }, () => failedTask()) })).toMatchObject({
      kind: 'running',
    })
  })

  test('does not fail because a task could not be placed yet', () => {
    expect(crashing([], { events: [CANNOT_PULL, CANNOT_PULL, CANNOT_PULL, CANNOT_PULL] })).toMatchObject({
      kind: 'running',
    })
  })
})

describe('a stale read', () => {
  const before = observe({ deployments: [previous({ status: 'PRIMARY' })] })

  test('of the list before our rollout concludes nothing', () => {
    const verdicts = judgeAll([
      { at: 1, observation: before },
      { at: 20, observation: before },
      { at: 30, observation: observe() },
      { at: 65, observation: before },
      { at: 100, observation: before },
    ])
    expect(new Set(kinds(verdicts))).toEqual(new Set(['running']))
  })

  test('that lasts for a minute is none: the previous revision serves', () => {
    const verdicts = judgeAll([1, 30, 61].map((at) => ({ at, observation: before })))
    expect(kinds(verdicts)).toEqual(['running', 'running', 'rolled_back'])
  })

  test('does not overrule a service deployment that goes on', () => {
    const look = { ...before, serviceDeployment: serviceDeployment('IN_PROGRESS') }
    expect(kinds(judgeAll([1, 30, 300].map((at) => ({ at, observation: look }))))).toEqual(
      Array(3).fill('running'),
    )
  })

  test('of an even older deployment is not taken for somebody else', () => {
    const stale = observe({ deployments: [theirs({ createdAt: plus(-3600) })] })
    expect(kinds(judgeAll([1, 10, 20].map((at) => ({ at, observation: stale }))))).toEqual(
      Array(3).fill('running'),
    )
  })

  test('of an empty list concludes nothing', () => {
    expect(judge({ deployments: [] })).toEqual({
      kind: 'running',
      detail: 'ECS does not list the rollout yet',
    })
  })

  test('of what serves does not turn a SUCCESSFUL service deployment into anything', () => {
    const verdicts = judgeAll([
      { at: 90, observation: { ...before, serviceDeployment: serviceDeployment('SUCCESSFUL') } },
      {
        at: 95,
        observation: observe({
          deployments: [mine({ runningCount: 2 })],
          serviceDeployment: serviceDeployment('SUCCESSFUL'),
        }),
      },
    ])
    expect(kinds(verdicts)).toEqual(['running', 'succeeded'])
  })
})

describe("somebody else's rollout", () => {
  const replaced = observe({ deployments: [theirs(), mine({ status: 'ACTIVE' })] })

  test('supersedes ours on two looks in a row, never on one', () => {
    const verdicts = judgeAll([
      { at: 50, observation: replaced },
      { at: 55, observation: observe() },
      { at: 60, observation: replaced },
      { at: 65, observation: replaced },
    ])
    expect(kinds(verdicts)).toEqual(['running', 'running', 'running', 'superseded'])
    expect(verdicts[3]?.detail).toBe('Another rollout replaced ours: web:14 is deployed now.')
  })

  test('that stopped our service deployment supersedes ours', () => {
    const look = { ...replaced, serviceDeployment: serviceDeployment('STOPPED', { superseded: true }) }
    expect(judge(look)).toMatchObject({ kind: 'superseded' })
  })

  test('that stopped our service deployment is awaited for a second look when only the list shows it', () => {
    const look = { ...replaced, serviceDeployment: serviceDeployment('STOPPED') }
    expect(kinds(judgeAll([{ observation: look }, { observation: look }]))).toEqual(['running', 'superseded'])
  })

  test('after ours completed is superseded, not success', () => {
    const look = { ...replaced, serviceDeployment: serviceDeployment('SUCCESSFUL', { superseded: true }) }
    expect(judge(look)).toMatchObject({
      kind: 'superseded',
      detail: expect.stringContaining('had completed'),
    })
  })

  test('of the previous revision, without any failure, is superseded', () => {
    const look = observe({
      deployments: [previous({ id: 'ecs-svc/5555555555555555555', status: 'PRIMARY', createdAt: plus(20) })],
    })
    expect(kinds(judgeAll([30, 60, 95].map((at) => ({ at, observation: look }))))).toEqual([
      'running',
      'running',
      'superseded',
    ])
  })

  test('of our own revision is followed', () => {
    const look = { deployments: [mine({ id: 'ecs-svc/7777777777777777777', createdAt: plus(20) })] }
    const expected = { kind: 'running', followRolloutId: 'ecs-svc/7777777777777777777' }
    expect(judge(look)).toMatchObject(expected)
    expect(
      judge({ ...look, serviceDeployment: serviceDeployment('STOPPED', { superseded: true }) }),
    ).toMatchObject(expected)
  })
})

describe('the deadline', () => {
  const stuck = observe({
    events: [
      event(
        'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
      ),
    ],
  })

  test('ends a rollout that never completes, with the last that was known', () => {
    const verdicts = judgeAll([
      { at: 1799, observation: stuck },
      { at: 1800, observation: stuck },
    ])
    expect(kinds(verdicts)).toEqual(['running', 'timed_out'])
    expect(verdicts[1]?.detail).toContain('0 of 2 tasks running')
    expect(verdicts[1]?.detail).toContain('minimumHealthyPercent')
  })

  test('does not take back a success that is seen after it', () => {
    const look = observe({
      deployments: [mine({ runningCount: 2 })],
      serviceDeployment: serviceDeployment('SUCCESSFUL'),
    })
    expect(judgeAll([{ at: 9999, observation: look }])[0]).toMatchObject({ kind: 'succeeded' })
  })

  test('also ends a status that nobody knows', () => {
    expect(judge({ serviceDeployment: serviceDeployment('NEXT_YEARS_STATUS') }, { at: 1801 })).toMatchObject({
      kind: 'timed_out',
    })
  })

  test('waits while the rollout is paused, and moves by the time of the pause', () => {
    const paused = observe({
      serviceDeployment: serviceDeployment('IN_PROGRESS', { pausedBy: 'a hook awaits approval' }),
    })
    const going = observe({ serviceDeployment: serviceDeployment('IN_PROGRESS') })
    const verdicts = judgeAll([
      { at: 100, observation: paused },
      { at: 5100, observation: paused },
      { at: 5200, observation: going },
      { at: 1800 + 5099, observation: going },
      { at: 1800 + 5100, observation: going },
    ])
    expect(kinds(verdicts)).toEqual(['running', 'running', 'running', 'running', 'timed_out'])
    expect(verdicts[0]?.detail).toBe('Paused: a hook awaits approval. The deadline waits as well.')
  })
})

test.each(['DRAINING', 'INACTIVE'])(
  'a service that becomes %s meanwhile has failed, and is left alone',
  (serviceStatus) => {
    expect(judge({ serviceStatus })).toMatchObject({
      kind: 'failed',
      rollback: false,
      detail: expect.stringContaining(serviceStatus),
    })
  },
)

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deploymentsOf } from '../../../sandbox/ecs/deployments-view.ts'
import {
  circuitBreakers,
  outcomes,
  type Rollout,
  rollbackVariants,
  type Service,
} from '../../../sandbox/ecs/records.ts'
import { eventsOf } from '../../../sandbox/ecs/rollout-events.ts'
import { phaseAt, phasesOf, sourceCounts, targetCounts } from '../../../sandbox/ecs/rollout-script.ts'
import { describeServiceDeployment, hasEnded } from '../../../sandbox/ecs/service-deployment-view.ts'
import { tasksOfService } from '../../../sandbox/ecs/service-tasks.ts'

const startMs = Date.UTC(2026, 0, 1)

const baseline = {
  deploymentId: 'ecs-svc/1000000000000000001',
  revisionId: '1',
  taskDefinition: 'task-definition/api:1',
  createdAtMs: startMs - 86_400_000,
}

const plain: Rollout = {
  cluster: 'demo',
  service: 'api',
  generation: 1,
  deploymentId: 'ecs-svc/1000000000000000002',
  revisionId: '2',
  serviceDeploymentId: 'abcdefghijklmnopqrstu',
  rollbackDeploymentId: 'ecs-svc/1000000000000000003',
  taskDefinition: 'task-definition/api:2',
  createdAtMs: startMs,
  taskCount: 2,
  outcome: 'healthy',
  durationMs: 10_000,
  rollbackMs: 3000,
  circuitBreaker: 'rollback',
  rollbackVariant: 'old_id',
  deploymentConfiguration: {},
  baseline,
  targetGroups: ['arn:targetgroup'],
  images: [{ containerName: 'api', image: 'api:2' }],
  stopRequestedAtMs: null,
  supersededAtMs: null,
}

const service: Service = {
  cluster: 'demo',
  name: 'api',
  generation: 1,
  status: 'ACTIVE',
  createdAtMs: startMs - 86_400_000,
  deletedAtMs: null,
  createdBy: 'arn',
  desiredCount: 2,
  deploymentController: 'ECS',
  deploymentConfiguration: {},
  settings: {},
  tags: [],
  next: null,
  outsideUpdateAtMs: null,
}

const elapsed = fc.integer({ min: 0, max: 40_000 })
const instant = elapsed.map((ms) => startMs + ms)
const anyRollout: fc.Arbitrary<Rollout> = fc
  .record({
    taskCount: fc.integer({ min: 0, max: 5 }),
    outcome: fc.constantFrom(...outcomes),
    circuitBreaker: fc.constantFrom(...circuitBreakers),
    rollbackVariant: fc.constantFrom(...rollbackVariants),
    baseline: fc.constantFrom(baseline, null),
    stopRequestedAtMs: fc.option(instant),
    supersededAtMs: fc.option(instant),
  })
  .map((drawn) => ({ ...plain, ...drawn }))

const ended = ['completed', 'failed', 'rolled_back', 'superseded']

describe('for every script and every moment', () => {
  test('an ended rollout stays as it ended, whatever the time', () => {
    fc.assert(
      fc.property(anyRollout, instant, instant, (rollout, a, b) => {
        const [early, late] = a <= b ? [a, b] : [b, a]
        const before = phaseAt(rollout, early)
        if (ended.includes(before.name)) expect(phaseAt(rollout, late)).toEqual(before)
      }),
    )
  })

  test('the service deployment has ended exactly when its rollout has', () => {
    fc.assert(
      fc.property(anyRollout, instant, (rollout, nowMs) => {
        const hasFinished = describeServiceDeployment(rollout, service, nowMs).finishedAt !== undefined
        expect(hasEnded(rollout, nowMs)).toBe(ended.includes(phaseAt(rollout, nowMs).name))
        expect(hasFinished).toBe(hasEnded(rollout, nowMs))
      }),
    )
  })

  test('events are only ever added: what was seen once stays, under the same id', () => {
    fc.assert(
      fc.property(anyRollout, instant, instant, (rollout, a, b) => {
        const [early, late] = a <= b ? [a, b] : [b, a]
        const before = eventsOf(rollout, early, null)
        expect(eventsOf(rollout, late, null).slice(0, before.length)).toEqual(before)
      }),
    )
  })

  test('no event and no answer tells of the future', () => {
    fc.assert(
      fc.property(anyRollout, instant, (rollout, nowMs) => {
        for (const event of eventsOf(rollout, nowMs, null)) expect(event.atMs).toBeLessThanOrEqual(nowMs)
        const { updatedAt, finishedAt, startedAt, rollback } = describeServiceDeployment(
          rollout,
          service,
          nowMs,
        )
        for (const seconds of [updatedAt, finishedAt, startedAt, rollback?.startedAt]) {
          if (seconds !== undefined) expect(seconds * 1000).toBeLessThanOrEqual(nowMs)
        }
      }),
    )
  })

  test('one deployment is PRIMARY, and no deployment counts more tasks than are wanted of it', () => {
    fc.assert(
      fc.property(anyRollout, instant, (drawn, nowMs) => {
        const rollout = { ...drawn, supersededAtMs: null }
        const listed = deploymentsOf({ ...service, desiredCount: rollout.taskCount }, [rollout], nowMs)
        expect(listed.filter(({ status }) => status === 'PRIMARY')).toHaveLength(1)
        expect(listed[0]?.status).toBe('PRIMARY')
        for (const { status, desired, pending, running } of listed) {
          if (status === 'PRIMARY') expect(pending + running).toBeLessThanOrEqual(desired)
        }
      }),
    )
  })

  test('while a baseline is there, as many tasks run as the service wants', () => {
    fc.assert(
      fc.property(anyRollout, instant, (drawn, nowMs) => {
        const rollout = { ...drawn, supersededAtMs: null, baseline }
        const listed = deploymentsOf({ ...service, desiredCount: rollout.taskCount }, [rollout], nowMs)
        const running = listed.reduce((sum, deployment) => sum + deployment.running, 0)
        expect(running).toBeGreaterThanOrEqual(rollout.taskCount)
      }),
    )
  })

  test('the tasks found running are those that the deployment counts', () => {
    fc.assert(
      fc.property(anyRollout, instant, (drawn, nowMs) => {
        const rollout = { ...drawn, supersededAtMs: null }
        const own = { ...service, desiredCount: rollout.taskCount }
        const running = tasksOfService(own, [rollout], nowMs).filter(
          ({ lastStatus }) => lastStatus === 'RUNNING',
        )
        expect(running).toHaveLength(targetCounts(rollout, nowMs, rollout.taskCount).running)
      }),
    )
  })
})

test('what happens at an instant is seen at that instant, not one millisecond before', () => {
  const crash: Rollout = { ...plain, outcome: 'crash_loop' }
  expect(phaseAt(crash, startMs + 6999).name).toBe('in_progress')
  expect(phaseAt(crash, startMs + 7000).name).toBe('rolling_back')
  expect(phaseAt(crash, startMs + 9999).name).toBe('rolling_back')
  expect(phaseAt(crash, startMs + 10_000).name).toBe('rolled_back')
  expect(phaseAt(plain, startMs + 9999).name).toBe('in_progress')
  expect(phaseAt(plain, startMs + 10_000).name).toBe('completed')
  expect(sourceCounts(plain, startMs + 5999, 2)).toEqual({ desired: 2, running: 2, listed: true })
  expect(sourceCounts(plain, startMs + 6000, 2)).toEqual({ desired: 0, running: 2, listed: true })
})

test('a stop that comes after the end changes nothing', () => {
  const stopped: Rollout = { ...plain, stopRequestedAtMs: startMs + 10_001 }
  expect(phasesOf(stopped).map(({ name }) => name)).toEqual(['in_progress', 'completed'])
})

test('a rollout that is overtaken while it rolls back never completes its rollback', () => {
  const overtaken: Rollout = { ...plain, outcome: 'crash_loop', supersededAtMs: startMs + 8000 }
  expect(phasesOf(overtaken).map(({ name }) => name)).toEqual(['in_progress', 'rolling_back', 'superseded'])
})

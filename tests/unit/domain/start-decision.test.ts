import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canTransition,
  DEPLOYMENT_STATUSES,
  type DeploymentStatus,
  isPending,
  PENDING_STATUSES,
} from '@/lib/domain/deployment-status'
import { PLAIN_EDGE } from '@/lib/domain/edge-rule'
import type { Freeze } from '@/lib/domain/freeze-window'
import { decideStart, type StartDependency, type StartFacts } from '@/lib/domain/start-decision'

const DUE = new Date('2026-03-03T20:00:00Z')
const DEADLINE = new Date('2026-03-03T21:00:00Z')
const BEFORE = new Date(DUE.getTime() - 1)
const AFTER_DEADLINE = new Date(DEADLINE.getTime() + 1)
const FREEZE: Freeze = { effect: 'freeze', reason: 'Christmas', endsAt: new Date('2026-12-27T00:00:00Z') }
const BUSY = { label: 'Web in production' }
const FULL = { running: 50, limit: 50 }

function on(status: DeploymentStatus, label = 'API in production', reason = ''): StartDependency {
  return { id: label, label, status, reason }
}

function atMinute(minute: number): Date {
  return new Date(DUE.getTime() + minute * 60_000)
}

/** One that is followed `delayMinutes` after its success, due when its follower is unless said otherwise. */
function followed(
  status: DeploymentStatus,
  delayMinutes: number,
  times: { dueAt?: Date; succeededAt?: Date } = {},
): StartDependency {
  const rule = { ...PLAIN_EDGE, delayMinutes, dueAt: DUE, succeededAt: null, ...times }
  return { ...on(status), rule }
}

function inTime(
  status: DeploymentStatus,
  whenLate: 'skip' | 'fail',
  lateAfterMinutes: number,
): StartDependency {
  return {
    ...on(status),
    rule: { ...PLAIN_EDGE, ...{ whenLate, lateAfterMinutes, dueAt: DUE, succeededAt: null } },
  }
}

function decide(over: Partial<StartFacts> = {}) {
  return decideStart({
    now: DUE,
    status: 'scheduled',
    dueAt: DUE,
    startDeadlineAt: DEADLINE,
    dependencies: [],
    targetBusyWith: null,
    freeze: null,
    timezone: 'Europe/Berlin',
    ...over,
  })
}

describe('a deployment that nothing stands in the way of', () => {
  it('starts at its due time, not a millisecond before', () => {
    expect(decide()).toEqual({ kind: 'start' })
    expect(decide({ now: BEFORE })).toEqual({ kind: 'not_due', dueAt: DUE })
  })

  it('starts late up to its start deadline, and is missed a millisecond after', () => {
    expect(decide({ now: DEADLINE })).toEqual({ kind: 'start' })
    expect(decide({ now: AFTER_DEADLINE })).toEqual({
      kind: 'miss',
      reason: 'Missed: it could not start within 1 h of its due time, because no worker was running.',
    })
  })

  it.each(['waiting', 'held'] as const)('starts from %s as well', (status) => {
    expect(decide({ status })).toEqual({ kind: 'start' })
  })

  it.each(DEPLOYMENT_STATUSES.filter((status) => !isPending(status)))(
    'is left alone once it is %s',
    (status) => {
      const facts = { status, dependencies: [on('failed')], freeze: FREEZE, targetBusyWith: BUSY }
      for (const now of [BEFORE, DUE, AFTER_DEADLINE]) {
        expect(decide({ ...facts, now })).toEqual({ kind: 'nothing', status })
      }
    },
  )

  it('does not start without its approval, and is missed for it in the end', () => {
    expect(decide({ status: 'awaiting_approval' })).toEqual({ kind: 'nothing', status: 'awaiting_approval' })
    expect(decide({ status: 'awaiting_approval', now: AFTER_DEADLINE })).toEqual({
      kind: 'miss',
      reason: 'Missed: it could not start within 1 h of its due time, because nobody had approved it.',
    })
  })
})

describe('dependencies', () => {
  it('all that succeeded let it start', () => {
    expect(decide({ dependencies: [on('succeeded'), on('succeeded', 'DB')] })).toEqual({ kind: 'start' })
  })

  it('those that have not succeeded are waited for by name', () => {
    const dependencies = [on('running'), on('succeeded', 'Cache'), on('scheduled', 'DB')]
    expect(decide({ dependencies })).toEqual({
      kind: 'wait',
      on: 'dependencies',
      reason: 'Waiting for API in production and DB to succeed.',
    })
  })

  it.each([
    ['failed', 'failed'],
    ['rolled_back', 'was rolled back'],
    ['cancelled', 'was cancelled'],
    ['missed', 'missed its start deadline'],
    ['skipped', 'was skipped'],
  ] as const)('one that %s skips it at once, even before it is due or when it is too late', (status, how) => {
    for (const now of [BEFORE, DUE, AFTER_DEADLINE]) {
      const dependencies = [on('running', 'DB'), on(status)]
      expect(decide({ now, dependencies, freeze: FREEZE, targetBusyWith: BUSY })).toEqual({
        kind: 'skip',
        reason: `Skipped because API in production, which it depends on, ${how}.`,
      })
    }
  })

  it('why it ended is said, unless it was itself only skipped', () => {
    const why = 'The new tasks stopped: exit code 1'
    expect(decide({ dependencies: [on('rolled_back', 'API', why)] })).toEqual({
      kind: 'skip',
      reason: `Skipped because API, which it depends on, was rolled back. ${why}.`,
    })
    expect(decide({ dependencies: [on('skipped', 'API', 'Skipped because of DB.')] })).toEqual({
      kind: 'skip',
      reason: 'Skipped because API, which it depends on, was skipped.',
    })
  })
})

describe('what holds it up once its dependencies have succeeded', () => {
  it('a freeze, until it ends', () => {
    expect(decide({ freeze: FREEZE, targetBusyWith: BUSY })).toEqual({
      kind: 'hold',
      until: FREEZE.endsAt,
      reason: 'Held by a freeze until Sun 27 Dec 2026, 01:00 UTC+1: Christmas.',
    })
  })

  it('another deployment of the same target', () => {
    expect(decide({ targetBusyWith: BUSY })).toEqual({
      kind: 'wait',
      on: 'target',
      reason: 'Waiting for Web in production to finish: a target runs one deployment at a time.',
    })
  })

  it.each([
    [FULL, "50 of the team's 50 deployments at once are running."],
    [{ running: 1, limit: 1 }, 'the team may run 1 at once, and 1 is running.'],
    [{ running: 50, limit: 10 }, 'the team may run 10 at once, and 50 are running.'],
  ])('the limit of its team: %j', (teamBusy, why) => {
    expect(decide({ teamBusy })).toEqual({
      kind: 'wait',
      on: 'team',
      reason: `Waiting for a free place: ${why}`,
    })
    expect(decide({ status: 'waiting', teamBusy: null })).toEqual({ kind: 'start' })
  })

  it('the target before the team: a free place would be of no use to it yet', () => {
    expect(decide({ targetBusyWith: BUSY, teamBusy: FULL })).toMatchObject({ kind: 'wait', on: 'target' })
  })

  it('dependencies are waited for before a freeze is looked at', () => {
    expect(decide({ dependencies: [on('running')], freeze: FREEZE })).toMatchObject({ kind: 'wait' })
  })
})

it.each([
  [{ dependencies: [on('running')] }, 'because API in production had not succeeded by then.'],
  [{ freeze: FREEZE }, 'because of a freeze: Christmas.'],
  [{ targetBusyWith: BUSY }, 'because Web in production was still running.'],
  [{ teamBusy: FULL }, 'because the team had no free place: it runs 50 at once.'],
  [{ status: 'waiting' }, 'because what it waited for took longer.'],
  [{ status: 'held' }, 'because a freeze lasted longer.'],
  [{ status: 'scheduled' }, 'because no worker was running.'],
] satisfies [Partial<StartFacts>, string][])('missed with %j says why', (facts, why) => {
  expect(decide({ ...facts, now: AFTER_DEADLINE })).toEqual({
    kind: 'miss',
    reason: `Missed: it could not start within 1 h of its due time, ${why}`,
  })
})

describe('a deployment that follows another', () => {
  it('becomes due the delay after the success of the other, to the millisecond', () => {
    const succeededAt = new Date(DUE.getTime() + 12_345)
    const dependencies = [followed('succeeded', 5, { succeededAt })]
    const dueAt = new Date(succeededAt.getTime() + 5 * 60_000)
    for (const now of [BEFORE, DUE, succeededAt]) {
      expect(decide({ now, dependencies })).toEqual({
        ...{ kind: 'becomes_due', dueAt },
        reason: 'Due 5 min after API in production, which it follows, has succeeded.',
      })
    }
    const moved = { dueAt, startDeadlineAt: new Date(dueAt.getTime() + 60 * 60_000), dependencies }
    expect(decide({ ...moved, now: new Date(dueAt.getTime() - 1) })).toEqual({ kind: 'not_due', dueAt })
    expect(decide({ ...moved, now: dueAt })).toEqual({ kind: 'start' })
  })

  it('starts at its own due time where the other was done early', () => {
    const dependencies = [followed('succeeded', 5, { succeededAt: atMinute(-30) })]
    expect(decide({ now: BEFORE, dependencies })).toEqual({ kind: 'not_due', dueAt: DUE })
    expect(decide({ dependencies })).toEqual({ kind: 'start' })
  })

  it('gets the whole of its start deadline after the success of one that took longer than that', () => {
    const dependencies = [followed('succeeded', 0, { succeededAt: atMinute(61) })]
    expect(decide({ now: atMinute(61), dependencies })).toMatchObject({
      ...{ kind: 'becomes_due', dueAt: atMinute(61) },
    })
  })

  it('waits while the other is running, and is missed when its start deadline passes first', () => {
    const dependencies = [followed('running', 0)]
    expect(decide({ dependencies })).toMatchObject({ kind: 'wait', on: 'dependencies' })
    expect(decide({ now: AFTER_DEADLINE, dependencies })).toMatchObject({ kind: 'miss' })
  })

  it('moves along when the other is due later now', () => {
    const dependencies = [followed('scheduled', 10, { dueAt: atMinute(20) })]
    expect(decide({ now: BEFORE, dependencies })).toMatchObject({ kind: 'becomes_due', dueAt: atMinute(30) })
  })

  it('follows the last of several', () => {
    const dependencies = [
      followed('succeeded', 30, { succeededAt: atMinute(1) }),
      followed('succeeded', 0, { succeededAt: atMinute(8) }),
    ]
    expect(decide({ dependencies })).toMatchObject({ kind: 'becomes_due', dueAt: atMinute(31) })
  })

  it('is skipped when the other ended badly, however long the delay', () => {
    expect(decide({ now: BEFORE, dependencies: [followed('failed', 30)] })).toMatchObject({ kind: 'skip' })
  })

  it('is not made due while nobody has approved it', () => {
    const dependencies = [followed('succeeded', 5, { succeededAt: DUE })]
    const decision = decide({ status: 'awaiting_approval', dependencies })
    expect(decision).toEqual({ kind: 'nothing', status: 'awaiting_approval' })
  })
})

describe('a dependency that has its time', () => {
  it('is waited for until that is over, then what needs it is skipped', () => {
    const dependencies = [inTime('running', 'skip', 10)]
    expect(decide({ now: new Date(atMinute(10).getTime() - 1), dependencies })).toEqual({
      ...{ kind: 'wait', on: 'dependencies', until: atMinute(10) },
      reason: 'Waiting for API in production to succeed.',
    })
    expect(decide({ now: atMinute(10), status: 'waiting', dependencies })).toEqual({
      kind: 'skip',
      reason:
        'Skipped because API in production, which it depends on, had not succeeded 10 min after its due time, and nobody wanted it to wait longer.',
    })
  })

  it('lets what needs it be missed where that is to fail', () => {
    expect(decide({ dependencies: [inTime('scheduled', 'fail', 0)] })).toEqual({
      kind: 'miss',
      reason:
        'Missed: it failed to start because API in production, which it depends on, had not succeeded by its due time, and nobody wanted it to wait longer.',
    })
  })

  it('does not matter any more once it has succeeded', () => {
    expect(decide({ now: atMinute(20), dependencies: [inTime('succeeded', 'skip', 10)] })).toEqual({
      kind: 'start',
    })
  })

  it('of several the one whose time is over first decides, also when nobody looked in between', () => {
    const dependencies = [inTime('running', 'skip', 20), inTime('running', 'fail', 10)]
    expect(decide({ dependencies })).toMatchObject({ kind: 'wait', until: atMinute(10) })
    expect(decide({ now: AFTER_DEADLINE, dependencies })).toMatchObject({ kind: 'miss' })
    expect(decide({ now: AFTER_DEADLINE, dependencies: [inTime('running', 'skip', 20)] })).toMatchObject({
      kind: 'skip',
    })
  })

  it('never outlasts the start deadline', () => {
    const dependencies = [inTime('running', 'skip', 61)]
    expect(decide({ now: AFTER_DEADLINE, dependencies })).toMatchObject({ kind: 'miss' })
  })
})

const status = fc.constantFrom(...DEPLOYMENT_STATUSES)
const anyDependency = fc
  .record({
    ...{ status, delayMinutes: fc.option(fc.integer({ min: 0, max: 30 })) },
    whenLate: fc.constantFrom('wait' as const, 'skip' as const, 'fail' as const),
    ...{
      lateAfterMinutes: fc.integer({ min: 0, max: 90 }),
      endedAfterMinutes: fc.integer({ min: -90, max: 90 }),
    },
  })
  .map(({ status: of, endedAfterMinutes, ...rule }) => ({
    ...on(of),
    rule: { ...rule, dueAt: DUE, succeededAt: of === 'succeeded' ? atMinute(endedAfterMinutes) : null },
  }))

/** Whether what it follows makes it due later than it is. */
function keepsBeyond({ rule }: StartDependency, dueAt: Date): boolean {
  if (!rule || rule.delayMinutes === null) return false
  return (rule.succeededAt ?? rule.dueAt).getTime() + rule.delayMinutes * 60_000 > dueAt.getTime()
}

const anyFacts: fc.Arbitrary<StartFacts> = fc.record({
  now: fc.integer({ min: -90, max: 90 }).map((minutes) => new Date(DUE.getTime() + minutes * 60_000)),
  status,
  dueAt: fc.constant(DUE),
  startDeadlineAt: fc
    .integer({ min: 0, max: 60 })
    .map((minutes) => new Date(DUE.getTime() + minutes * 60_000)),
  dependencies: fc.array(anyDependency, { maxLength: 3 }),
  targetBusyWith: fc.constantFrom(null, BUSY),
  teamBusy: fc.constantFrom(null, FULL),
  freeze: fc.constantFrom(null, FREEZE),
  timezone: fc.constant('UTC'),
})

it('whatever the facts, it starts only when all conditions hold, and every decision is a move of the table', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const decision = decideStart(facts)
      const mayStart =
        isPending(facts.status) &&
        facts.status !== 'awaiting_approval' &&
        facts.now >= facts.dueAt &&
        facts.now <= facts.startDeadlineAt &&
        facts.dependencies.every((dependency) => dependency.status === 'succeeded') &&
        facts.dependencies.every((dependency) => !keepsBeyond(dependency, facts.dueAt)) &&
        facts.freeze === null &&
        facts.targetBusyWith === null &&
        facts.teamBusy === null
      expect(decision.kind === 'start').toBe(mayStart)

      const moves = {
        start: 'running',
        wait: 'waiting',
        hold: 'held',
        miss: 'missed',
        skip: 'skipped',
      } as const
      if (decision.kind === 'nothing' || decision.kind === 'not_due') return
      if (decision.kind === 'becomes_due') {
        expect(decision.dueAt > facts.dueAt).toBe(true)
        return
      }
      const to = moves[decision.kind]
      expect(facts.status === to || canTransition(facts.status, to)).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

it('once due, something always comes of it in the end: no pending deployment outlives its start deadline', () => {
  for (const status of PENDING_STATUSES) {
    for (const dependencies of [[], [on('running')], [on('succeeded')], [on('failed')]]) {
      const { kind } = decide({
        status,
        dependencies,
        now: AFTER_DEADLINE,
        freeze: FREEZE,
        targetBusyWith: BUSY,
      })
      expect(['miss', 'skip']).toContain(kind)
    }
  }
})

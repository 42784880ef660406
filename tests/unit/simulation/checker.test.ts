import { describe, expect, test } from 'vitest'
import { check } from '@/simulation/checker/check'
import type { DeploymentFact, Facts } from '@/simulation/checker/facts'
import type { Promised } from '@/simulation/people/promises'
import type { RolloutFact } from '@/simulation/platform/ledger'

const ID = 'd-1'
const RUN = 'r-1'
const DUE = Date.UTC(2027, 6, 1, 10)
const MINUTE_MS = 60_000
const at = (afterDueMs: number) => new Date(DUE + afterDueMs)

const entry = (event: string, toStatus: string | null, afterDueMs: number, runId: string | null = null) => ({
  ...{ event, toStatus, runId, message: '', at: at(afterDueMs) },
})
const run = {
  ...{ id: RUN, outcome: 'succeeded' as const, finishedAt: at(MINUTE_MS), stopAsked: false },
  ...{ previousRevision: 'web:1', rolledBackByUs: false },
}
const deployment: DeploymentFact = {
  ...{
    id: ID,
    teamId: 't-1',
    image: null,
    status: 'succeeded',
    reason: 'It serves.',
    note: null,
    madeForId: null,
  },
  ...{ localTime: '2027-07-01T12:00', timezone: 'Europe/Berlin', overlap: null },
  ...{ dueAt: at(0), startDeadlineAt: at(60 * MINUTE_MS), startedAt: at(0), finishedAt: at(MINUTE_MS) },
  ...{ wakeUpLives: false, needs: [], runs: [run] },
  timeline: [
    entry('deployment.scheduled', 'scheduled', -MINUTE_MS),
    entry('run.started', 'running', 0, RUN),
    entry('deployment.succeeded', 'succeeded', MINUTE_MS, RUN),
  ],
}
const rollout: RolloutFact = {
  ...{ rolloutId: 'ecs-svc/2', service: 'a/demo/web', revisionArn: 'web:2', startedAtMs: DUE + 100 },
  ...{ outcome: 'healthy', phase: 'completed', completeAtMs: DUE + 30_000 },
  ...{ deploymentId: ID, runId: RUN, isReturn: false },
}
const promised: Promised = {
  ...{ id: ID, dueAtMs: DUE, note: null, end: null },
  typed: { local: '2027-07-01T12:00', timezone: 'Europe/Berlin', overlap: null },
}

interface Change {
  deployment?: Partial<DeploymentFact>
  rollouts?: RolloutFact[]
  promised?: Partial<Promised>
  disturbances?: Facts['disturbances']
  others?: DeploymentFact[]
}

/** A year in which one deployment went well, but for a change. */
function kindsFound(change: Change = {}): string[] {
  const facts: Facts = {
    promises: [{ ...promised, ...change.promised }],
    deployments: [{ ...deployment, ...change.deployment }, ...(change.others ?? [])],
    ledger: {
      registered: [{ atMs: DUE, deploymentId: ID, runId: RUN, revisionArn: 'web:2' }],
      rollouts: change.rollouts ?? [rollout],
      stops: [],
    },
    disturbances: change.disturbances ?? [],
    limitsRaisedMs: [],
    nowMs: DUE + 1_000 * MINUTE_MS,
  }
  return check(facts).map(({ kind }) => kind)
}

describe('the checker', () => {
  test('has nothing to say of a deployment that went well', () => {
    expect(kindsFound()).toEqual([])
  })

  test.each<[string, Change, string]>([
    [
      'is pending long after its time',
      { deployment: { status: 'scheduled', runs: [], startedAt: null } },
      'lost',
    ],
    ['ended without a reason', { deployment: { reason: ' ' } }, 'lost'],
    ['is due at another instant than was promised', { promised: { dueAtMs: DUE + 1, typed: null } }, 'lost'],
    ['ran though its cancellation was accepted', { promised: { end: 'cancelled' } }, 'lost'],
    ['has another note than was promised', { promised: { note: 'mind the gap' } }, 'lost'],
    ['had two rollouts', { rollouts: [rollout, { ...rollout, rolloutId: 'ecs-svc/3' }] }, 'double'],
    [
      'never started, and the platform was called',
      { deployment: { status: 'missed', runs: [], startedAt: null } },
      'double',
    ],
    ['succeeded without a rollout', { rollouts: [] }, 'false_success'],
    [
      'succeeded and its rollout failed',
      { rollouts: [{ ...rollout, phase: 'rolled_back' }] },
      'false_success',
    ],
    ['succeeded before its rollout did', { deployment: { finishedAt: at(29_000) } }, 'false_success'],
    [
      'succeeded after another one had taken its place',
      {
        rollouts: [
          rollout,
          { ...rollout, rolloutId: 'x', startedAtMs: DUE + 40_000, deploymentId: null, runId: null },
        ],
      },
      'false_success',
    ],
    ['was skipped for nothing', { deployment: { status: 'skipped' } }, 'unexplained'],
    ['failed though its rollout was healthy', { deployment: { status: 'failed' } }, 'unexplained'],
    ['was cancelled by nobody', { deployment: { status: 'cancelled' } }, 'unexplained'],
    ['started before it was due', { deployment: { startedAt: at(-1) } }, 'early'],
    ['started after its start deadline', { deployment: { startedAt: at(61 * MINUTE_MS) } }, 'too_late'],
    ['started late, and nothing was in the way', { deployment: { startedAt: at(20) } }, 'late_without_cause'],
    ['shows another local time', { deployment: { localTime: '2027-07-01T12:01' } }, 'wrong_local_time'],
    [
      'is not due when the clock shows what was typed',
      { promised: { typed: { local: '2027-07-01T11:00', timezone: 'Europe/Berlin', overlap: null } } },
      'wrong_local_time',
    ],
  ])('finds a deployment that %s', (_, change, kind) => {
    expect(kindsFound(change)).toContain(kind)
  })

  const away = { what: 'no_worker', fromMs: DUE - 5, untilMs: DUE + 20, about: null } as const

  test('excuses a late start for as long as something was in the way', () => {
    expect(kindsFound({ deployment: { startedAt: at(20) }, disturbances: [away] })).toEqual([])
    expect(kindsFound({ deployment: { startedAt: at(40) }, disturbances: [away] })).toEqual([
      'late_without_cause',
    ])
  })

  test('excuses one of several causes that follow each other, and none that is about another deployment', () => {
    const died = { what: 'died', fromMs: DUE + 20, untilMs: DUE + 40, about: new Set([ID]) } as const
    expect(kindsFound({ deployment: { startedAt: at(40) }, disturbances: [away, died] })).toEqual([])
    const other = { ...died, about: new Set(['d-2']) }
    expect(kindsFound({ deployment: { startedAt: at(40) }, disturbances: [away, other] })).toEqual([
      'late_without_cause',
    ])
  })

  test('lets one that waited start when something that it may have waited for ended, and not later', () => {
    const waited = [entry('deployment.scheduled', 'scheduled', -1), entry('deployment.waiting', 'waiting', 0)]
    const started = (afterMs: number) => ({
      startedAt: at(afterMs),
      timeline: [...waited, entry('run.started', 'running', afterMs)],
    })
    const ended = { ...deployment, id: 'd-2', status: 'cancelled' as const, runs: [], startedAt: null }
    const others = [{ ...ended, timeline: [entry('deployment.cancelled', 'cancelled', 500)] }]
    expect(kindsFound({ deployment: started(500), others })).toEqual([])
    expect(kindsFound({ deployment: started(900), others })).toEqual(['late_without_cause'])
  })
})

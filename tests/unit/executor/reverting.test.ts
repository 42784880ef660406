import { describe, expect, test } from 'vitest'
import type { RevertPlan } from '@/lib/domain/revert-plan'
import { EMPTY_RUN_RECORD, type RunRecord } from '@/lib/domain/run-record'
import { register } from '@/lib/executor/register'
import { snapshot } from '@/lib/executor/snapshot'
import type { StepContext } from '@/lib/executor/step'
import { update } from '@/lib/executor/update'
import type { Rollout, Rollouts, ServiceSnapshot } from '@/lib/ports/rollouts'

const startedAt = new Date('2027-03-10T15:00:00Z')
const later = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000)

const plan: RevertPlan = {
  ...{ revisionArn: 'td/web:41', revertedRevisionArn: 'td/web:42', revertedSince: later(-30) },
  changes: [{ what: 'web image', before: 'web:2', after: 'web:1' }],
}

const serving = (revisionArn: string, rolloutSettled = true): ServiceSnapshot => ({
  ...{ serviceArn: 's', revisionArn, image: 'web:2', rolloutId: 'ecs-svc/2', rolloutSettled },
  ...{ desiredCount: 1, bakeTimeMinutes: 0, latestEventAt: null, beneath: null },
  circuitBreaker: { enabled: true, rollback: true },
})

function refuse(): never {
  throw new Error('Nobody was to call this.')
}

/** A platform on which `present` serves; what changes something must be allowed. */
function platform(present: ServiceSnapshot, allowed: Partial<Rollouts> = {}): Rollouts {
  return {
    ...{ snapshot: async () => present, findRevision: refuse, registerRevision: refuse },
    ...{ findRollout: refuse, startRollout: refuse, observe: refuse, stopRollout: refuse, discover: refuse },
    ...allowed,
  }
}

function context(step: 'snapshot' | 'register' | 'update', rollouts: Rollouts, record: Partial<RunRecord>) {
  const account = {
    ...{ id: 'a', teamId: 't', name: 'AWS', region: 'eu-west-1', endpoint: null },
    credentials: { kind: 'ambient' as const },
  }
  return {
    run: {
      ...{ id: 'r', deploymentId: 'd', attempt: 1, step, fence: 1, wakeUp: 1, startedAt },
      ...{ cancelRequestedAt: null, cancelRequestedBy: null },
      record: { ...EMPTY_RUN_RECORD, ...record },
    },
    target: {
      ...{ account, cluster: 'c', service: 'web', container: 'web', deploymentId: 'd' },
      signal: AbortSignal.timeout(1000),
    },
    ...{ image: null, revert: plan, rollouts, now: later(40), writeIntent: async () => undefined },
  } satisfies StepContext
}

describe('a revert looks at what serves', () => {
  test('and goes on where that is what it is to undo', async () => {
    const result = await snapshot(context('snapshot', platform(serving('td/web:42')), {}))
    expect(result).toMatchObject({ kind: 'next', step: 'register' })
  })

  test.each([
    ['td/web:43', 'Not reverted: web:43 was deployed to web since, and was left alone.'],
    ['td/web:41', 'There was nothing to revert: web runs web:41 again already.'],
  ])('and ends where that is %s', async (revisionArn, reason) => {
    const result = await snapshot(context('snapshot', platform(serving(revisionArn)), {}))
    expect(result).toMatchObject({ kind: 'finish', outcome: 'failed', reason })
  })

  test('and waits while somebody’s rollout is under way: it may come back to what is to be undone', async () => {
    const result = await snapshot(context('snapshot', platform(serving('td/web:43', false)), {}))
    expect(result).toMatchObject({ kind: 'next', step: 'snapshot' })
  })
})

test('a revert registers nothing: it takes what ran before', async () => {
  const result = await register(
    context('register', platform(serving('td/web:42')), { snapshot: serving('td/web:42') }),
  )
  expect(result).toMatchObject({
    ...{ kind: 'next', step: 'update' },
    record: { revision: { revisionArn: plan.revisionArn, changes: plan.changes } },
    entries: [{ message: 'Goes back to web:41, which ran before.' }],
  })
})

describe('a revert whose call got no answer', () => {
  const sent: Partial<RunRecord> = {
    ...{ snapshot: serving('td/web:42'), updateIntentAt: startedAt },
    revision: { revisionArn: plan.revisionArn, changes: [] },
  }
  const rollout = (at: Date): Rollout => ({
    ...{ rolloutId: 'ecs-svc/9', startedAt: at, serviceDeploymentArn: null },
  })

  test('adopts the rollout that it began', async () => {
    const found = platform(serving('td/web:41'), { findRollout: async () => rollout(later(1)) })
    const result = await update(context('update', found, sent))
    expect(result).toMatchObject({ step: 'watch', record: { rollout: { rolloutId: 'ecs-svc/9' } } })
  })

  test('does not take the rollout by which the same revision came there first for its own', async () => {
    const started: string[] = []
    const found = platform(serving('td/web:42'), {
      findRollout: async () => rollout(later(-50)),
      startRollout: async (_target, { revisionArn }) => {
        started.push(revisionArn)
        return { ...rollout(later(41)), rolloutId: 'ecs-svc/10' }
      },
    })
    const result = await update(context('update', found, sent))
    expect(result).toMatchObject({ step: 'watch', record: { rollout: { rolloutId: 'ecs-svc/10' } } })
    expect(started).toEqual(['td/web:41'])
  })
})

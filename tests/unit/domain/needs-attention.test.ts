import { describe, expect, it } from 'vitest'
import { DEPLOYMENT_STATUSES, type DeploymentStatus } from '@/lib/domain/deployment-status'
import { type AttentionFacts, needsAttention } from '@/lib/domain/needs-attention'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const DUE = new Date('2026-11-23T02:00:00Z')
const afterDue = (ms: number) => new Date(DUE.getTime() + ms)

/** At nine in the morning, seven hours after it was due. */
function facts(status: DeploymentStatus, over: Partial<AttentionFacts> = {}): AttentionFacts {
  return {
    now: afterDue(420 * MINUTE_MS),
    status,
    reason: 'Missed: it could not start within 1 h of its due time, because no worker was running.',
    dueAt: DUE,
    startDeadlineAt: afterDue(60 * MINUTE_MS),
    startedAt: null,
    finishedAt: null,
    dismissedAt: null,
    takenUpAt: null,
    ...over,
  }
}

describe('what was missed', () => {
  const missed = (over: Partial<AttentionFacts> = {}) =>
    needsAttention(facts('missed', { finishedAt: afterDue(390 * MINUTE_MS), ...over }))

  it('needs attention, for the reason that it was given', () => {
    expect(missed()).toEqual({ kind: 'missed', sentence: facts('missed').reason })
  })

  it('needs it however long ago that was', () => {
    expect(missed({ now: afterDue(400 * DAY_MS) })?.kind).toBe('missed')
  })

  it('needs it whatever it had to wait for', () => {
    expect(missed({ takenUpAt: DUE })?.kind).toBe('missed')
  })

  it('needs none once it was dismissed, until it is missed again', () => {
    expect(missed({ dismissedAt: afterDue(390 * MINUTE_MS) })).toBeNull()
    expect(missed({ dismissedAt: afterDue(400 * MINUTE_MS) })).toBeNull()
    expect(missed({ dismissedAt: afterDue(390 * MINUTE_MS - 1) })?.kind).toBe('missed')
  })
})

describe('what started late', () => {
  const started = (lateMs: number, over: Partial<AttentionFacts> = {}) =>
    needsAttention(facts('succeeded', { startedAt: afterDue(lateMs), ...over }))

  it('by more than a minute needs attention, by a minute it does not', () => {
    expect(started(MINUTE_MS)).toBeNull()
    expect(started(MINUTE_MS + 1)).toEqual({
      kind: 'started_late',
      sentence: 'Started 1 min after its due time, because no worker took it up sooner.',
    })
    expect(started(-MINUTE_MS)).toBeNull()
  })

  it('because it had to wait for something else needs none, if a worker was there in time', () => {
    expect(started(30 * MINUTE_MS, { takenUpAt: afterDue(MINUTE_MS) })).toBeNull()
    expect(started(30 * MINUTE_MS, { takenUpAt: afterDue(MINUTE_MS + 1) })?.kind).toBe('started_late')
  })

  it('says how much of it was for want of a worker, when it had to wait after that', () => {
    const sentence = (takenUpMs: number) =>
      started(42 * MINUTE_MS, { takenUpAt: afterDue(takenUpMs) })?.sentence
    expect(sentence(40 * MINUTE_MS)).toBe(
      'Started 42 min after its due time: for the first 40 min no worker took it up.',
    )
    expect(sentence(42 * MINUTE_MS)).toBe(
      'Started 42 min after its due time, because no worker took it up sooner.',
    )
  })

  it('is news for a week', () => {
    const lateMs = 30 * MINUTE_MS
    expect(started(lateMs, { now: afterDue(lateMs + 7 * DAY_MS) })?.kind).toBe('started_late')
    expect(started(lateMs, { now: afterDue(lateMs + 7 * DAY_MS + 1) })).toBeNull()
  })

  it('needs none once it was dismissed', () => {
    expect(started(30 * MINUTE_MS, { dismissedAt: afterDue(30 * MINUTE_MS) })).toBeNull()
    // Of an earlier time that it was missed, before it was brought back and started late.
    expect(started(30 * MINUTE_MS, { dismissedAt: afterDue(-MINUTE_MS) })?.kind).toBe('started_late')
  })

  it.each(['running', 'succeeded', 'failed', 'rolled_back', 'cancelled'] as const)(
    'needs it although it has %s since',
    (status) => {
      const startedAt = afterDue(30 * MINUTE_MS)
      expect(needsAttention(facts(status, { startedAt }))?.kind).toBe('started_late')
    },
  )
})

describe('what is due and was not started', () => {
  it('needs attention after a minute, and says how long it may still start', () => {
    const at = (ms: number) => needsAttention(facts('scheduled', { now: afterDue(ms) }))
    expect(at(MINUTE_MS)).toBeNull()
    expect(at(12 * MINUTE_MS)).toEqual({
      kind: 'overdue',
      sentence: 'Due 12 min ago, and no worker has taken it up. It can still start within 48 min.',
    })
    expect(at(60 * MINUTE_MS)?.sentence).toContain('can still start')
    expect(at(60 * MINUTE_MS + 1)?.sentence).toContain('the next worker will list it as missed')
  })

  it('can not be dismissed', () => {
    const dismissedAt = afterDue(400 * MINUTE_MS)
    expect(needsAttention(facts('scheduled', { dismissedAt }))?.kind).toBe('overdue')
  })
})

it.each(DEPLOYMENT_STATUSES.filter((status) => status !== 'missed' && status !== 'scheduled'))(
  'one that is %s and never started late needs none',
  (status) => {
    expect(needsAttention(facts(status))).toBeNull()
    expect(needsAttention(facts(status, { startedAt: DUE }))).toBeNull()
  },
)

import { describe, expect, test } from 'vitest'
import { DEPLOYMENT_STATUSES, isPending } from '@/lib/domain/deployment-status'
import {
  type ConfirmFacts,
  decideAfterwards,
  decideConfirm,
  decideRevert,
} from '@/lib/domain/revert-decision'

const now = new Date('2026-03-03T12:00:00Z')
const dueAt = new Date('2026-03-03T20:00:00Z')
const local = (local: string, timezone = 'America/New_York') => ({
  kind: 'revert_at' as const,
  due: { kind: 'local' as const, local, timezone, overlap: null },
})

describe('what becomes of a deployment afterwards', () => {
  test('it stays unless something else is asked for', () => {
    const decided = decideAfterwards({ now, dueAt }, { kind: 'keep' })
    expect(decided).toEqual({ ok: true, value: { revertDue: null, confirmWithinMinutes: null } })
  })

  test('a local time to revert it at becomes an instant in its zone', () => {
    const decided = decideAfterwards({ now, dueAt }, local('2026-03-03T18:30'))
    expect(decided).toMatchObject({
      ok: true,
      value: { revertDue: { dueAt: new Date('2026-03-03T23:30:00Z'), local: '2026-03-03T18:30' } },
    })
  })

  test('a time to revert it at that clocks skip is refused as that, with its neighbours', () => {
    const decided = decideAfterwards({ now, dueAt }, local('2026-03-08T02:30'))
    expect(decided).toMatchObject({
      refusal: { kind: 'revert_time', refusal: { kind: 'time_in_gap', after: '2026-03-08T03:00' } },
    })
  })

  test.each(['2026-03-03T15:00', '2026-03-03T14:59'])(
    'it is not reverted when it is deployed, or before: %s',
    (time) => {
      const decided = decideAfterwards({ now, dueAt }, local(time))
      expect(decided).toEqual({ ok: false, refusal: { kind: 'revert_not_after', dueAt } })
    },
  )

  test('time to confirm it starts with its success, not before', () => {
    const decided = decideAfterwards({ now, dueAt }, { kind: 'revert_unless_confirmed', withinMinutes: 30 })
    expect(decided).toEqual({ ok: true, value: { revertDue: null, confirmWithinMinutes: 30 } })
  })
})

describe('reverting by hand', () => {
  test.each(DEPLOYMENT_STATUSES.filter((status) => status !== 'succeeded'))(
    'what is %s has nothing to revert',
    (status) => {
      expect(decideRevert(status, null)).toEqual({ ok: false, refusal: { kind: 'not_revertable', status } })
    },
  )

  test.each(DEPLOYMENT_STATUSES.filter(isPending))('a revert that is %s is brought forward', (status) => {
    const decided = decideRevert('succeeded', { id: 'r', status })
    expect(decided).toEqual({ ok: true, value: { kind: 'bring_forward', id: 'r' } })
  })

  test.each(['failed', 'rolled_back', 'cancelled', 'missed', 'skipped'] as const)(
    'after one that %s another one is made',
    (status) => {
      expect(decideRevert('succeeded', { id: 'r', status })).toEqual({ ok: true, value: { kind: 'new' } })
    },
  )

  test('never twice', () => {
    expect(decideRevert('succeeded', { id: 'r', status: 'running' })).toMatchObject({
      refusal: { kind: 'revert_under_way' },
    })
    expect(decideRevert('succeeded', { id: 'r', status: 'succeeded' })).toMatchObject({
      refusal: { kind: 'already_reverted' },
    })
  })
})

describe('confirming', () => {
  const facts: ConfirmFacts = {
    ...{ status: 'succeeded', confirmWithinMinutes: 30, confirmedBy: null },
    revert: { id: 'r', status: 'scheduled' },
  }

  test.each(DEPLOYMENT_STATUSES.filter(isPending))('cancels a revert that is %s', (status) => {
    const decided = decideConfirm({ ...facts, revert: { id: 'r', status } })
    expect(decided).toEqual({ ok: true, value: { revertId: 'r' } })
  })

  test('is too late once the revert runs', () => {
    const decided = decideConfirm({ ...facts, revert: { id: 'r', status: 'running' } })
    expect(decided).toEqual({ ok: false, refusal: { kind: 'revert_under_way' } })
  })

  test.each([
    ['not_asked', { confirmWithinMinutes: null }],
    ['not_yet', { status: 'running' as const, revert: null }],
    ['confirmed', { confirmedBy: 'Ada', revert: { id: 'r', status: 'cancelled' as const } }],
    ['over', { revert: { id: 'r', status: 'succeeded' as const } }],
    ['over', { revert: { id: 'r', status: 'missed' as const } }],
  ])('has nothing to say where it is %s', (why, patch) => {
    const decided = decideConfirm({ ...facts, ...patch })
    expect(decided).toEqual({ ok: false, refusal: { kind: 'nothing_to_confirm', why } })
  })
})

import { expect, test } from 'vitest'
import { canBeReverted, revertState } from '@/app/(dashboard)/deployments/revert-state'
import { now, summary } from './screen-fixtures'

const dueAt = new Date('2026-03-03T12:30:00Z')
const ended = summary({ status: 'succeeded', startedAt: now, finishedAt: now })
const toConfirm = { ...ended, confirmWithinMinutes: 30 }
const revert = (status: 'scheduled' | 'running' | 'succeeded' | 'failed' | 'cancelled') => ({
  ...{ id: 'r', status, dueAt },
})

test('what simply stays says nothing, and can be reverted once it has succeeded', () => {
  expect(revertState(ended)).toEqual({ kind: 'stays' })
  expect(canBeReverted(ended)).toBe(true)
  expect(canBeReverted(summary())).toBe(false)
})

test('what is to be confirmed says so before its success, and by when after it', () => {
  expect(revertState(summary({ confirmWithinMinutes: 30 }))).toEqual({ kind: 'after_success' })
  const waiting = { ...toConfirm, revert: revert('scheduled') }
  expect(revertState(waiting)).toEqual({ kind: 'to_confirm', id: 'r', at: dueAt })
  // "Revert now" stands beside "Confirm".
  expect(canBeReverted(waiting)).toBe(false)
})

test('what was confirmed says by whom, and a later revert of it is told before that', () => {
  const confirmed = {
    ...{ ...toConfirm, confirmedAt: now, confirmedBy: 'Ada' },
    revert: revert('cancelled'),
  }
  expect(revertState(confirmed)).toEqual({ kind: 'confirmed', at: now, by: 'Ada' })
  expect(canBeReverted(confirmed)).toBe(true)
  expect(revertState({ ...confirmed, revert: revert('running') })).toEqual({ kind: 'under_way', id: 'r' })
})

test('a planned revert says when, one that ended says how', () => {
  expect(revertState({ ...ended, revert: revert('scheduled') })).toMatchObject({ kind: 'planned', at: dueAt })
  expect(revertState({ ...ended, revert: revert('succeeded') })).toEqual({ kind: 'reverted', id: 'r' })
  expect(revertState({ ...toConfirm, revert: revert('failed') })).toMatchObject({ how: 'failed' })
  expect(revertState({ ...toConfirm, revert: revert('cancelled') })).toMatchObject({ how: 'was cancelled' })
})

test('what failed before it was to be confirmed has nothing to confirm', () => {
  expect(revertState(summary({ status: 'failed', confirmWithinMinutes: 30 }))).toEqual({ kind: 'stays' })
})

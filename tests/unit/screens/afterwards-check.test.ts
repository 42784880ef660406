import { expect, test } from 'vitest'
import { afterwardsOrderOf, checkAfterwards } from '@/app/(dashboard)/schedule/afterwards-check'
import { KEEP } from '@/app/(dashboard)/schedule/afterwards-values'
import { checkSchedule } from '@/app/(dashboard)/schedule/schedule-check'
import { scheduleOrderOf, scheduleOrderSchema } from '@/app/(dashboard)/schedule/schedule-order'
import { now, options, scheduleValues, viewer } from './screen-fixtures'

const timezone = 'America/New_York'
const place = { now, timezone, dueAt: new Date('2026-03-03T20:00:00Z'), hour12: false }
const revertAt = (date: string, time: string) => ({ ...KEEP, kind: 'revert_at' as const, date, time })
const unlessConfirmed = (confirmMinutes: number | string) => ({
  ...{ ...KEEP, kind: 'revert_unless_confirmed' as const, confirmMinutes },
})

test('what stays says nothing and sends nothing', () => {
  expect(checkAfterwards(KEEP, place)).toMatchObject({ problems: [], summary: null })
  expect(scheduleOrderOf(scheduleValues(), 'k'.repeat(16))).not.toHaveProperty('afterwards')
})

test('the plan says in words when it is reverted, and under which condition', () => {
  const summaryOf = (afterwards: typeof KEEP) =>
    checkSchedule(scheduleValues({ afterwards }), options, viewer, now).summary
  expect(summaryOf(revertAt('2026-03-03', '18:30'))).toMatch(
    /^Web in Production at 15:00, .* Reverted .*18:30 EST.*, if it succeeds\.$/,
  )
  expect(summaryOf(unlessConfirmed(90))).toMatch(
    / Reverted 1 h 30 min after it has succeeded, unless somebody confirms it\.$/,
  )
})

test.each([
  ['before it is deployed', revertAt('2026-03-03', '15:00'), 'revertAt', /after it is deployed/],
  ['in the past', revertAt('2026-03-03', '06:00'), 'revertAt', /has passed/],
  ['when clocks skip it', revertAt('2026-03-08', '02:30'), 'revertAt', /Clocks skip/],
  ['when clocks show it twice', revertAt('2026-11-01', '01:30'), 'revertOverlap', /twice/],
  ['after no time at all', unlessConfirmed(''), 'confirmMinutes', /Whole minutes/],
  ['after more than a week', unlessConfirmed(7 * 24 * 60 + 1), 'confirmMinutes', /Whole minutes/],
])('it can not be reverted %s', (_when, values, path, message) => {
  const { problems, summary } = checkAfterwards(values, place)
  expect(problems).toEqual([{ path, message: expect.stringMatching(message), missing: false }])
  expect(summary).toBeNull()
})

test('an hour that clocks show twice can be chosen', () => {
  const later = { ...revertAt('2026-11-01', '01:30'), overlap: 'later' as const }
  expect(checkAfterwards(later, place).problems).toEqual([])
  expect(afterwardsOrderOf(later, timezone)).toEqual({
    kind: 'revert_at',
    due: { kind: 'local', local: '2026-11-01T01:30', timezone, overlap: 'later' },
  })
})

test('what is sent is what the action takes', () => {
  for (const afterwards of [revertAt('2026-03-03', '18:30'), unlessConfirmed(30)]) {
    const order = scheduleOrderOf(scheduleValues({ afterwards }), 'k'.repeat(16))
    expect(scheduleOrderSchema.parse(order).afterwards).toEqual(afterwardsOrderOf(afterwards, timezone))
  }
  expect(scheduleOrderOf(scheduleValues({ afterwards: unlessConfirmed('') }), 'k'.repeat(16))).toBeNull()
})

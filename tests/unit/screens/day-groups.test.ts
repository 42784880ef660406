import { expect, test } from 'vitest'
import { calendarDay, groupByDay } from '@/app/(dashboard)/deployments/day-groups'

const at = (...instants: string[]) => instants.map((instant) => new Date(instant))
const group = (instants: Date[], timezone: string, today: string) =>
  groupByDay(instants, (instant) => instant, timezone, today).map(({ title, items }) => [title, items.length])

test('days are those of the zone, and keep the order of the list', () => {
  const instants = at('2026-03-03T22:00:00Z', '2026-03-04T03:00:00Z', '2026-03-04T06:00:00Z')
  expect(group(instants, 'America/New_York', '2026-03-03')).toEqual([
    ['Today, Tuesday 3 March', 2],
    ['Tomorrow, Wednesday 4 March', 1],
  ])
  expect(group(instants, 'UTC', '2026-03-03').map(([, count]) => count)).toEqual([1, 2])
})

test('yesterday, today and tomorrow are named across a change of clocks, other years written out', () => {
  const instants = at(
    '2026-03-07T17:00:00Z',
    '2026-03-08T17:00:00Z',
    '2026-03-09T16:00:00Z',
    '2027-01-01T17:00:00Z',
  )
  expect(group(instants, 'America/New_York', '2026-03-08').map(([title]) => title)).toEqual([
    'Yesterday, Saturday 7 March',
    'Today, Sunday 8 March',
    'Tomorrow, Monday 9 March',
    'Friday 1 January 2027',
  ])
})

test('the calendar day of an instant is the one on the wall there', () => {
  expect(calendarDay(new Date('2026-03-03T23:30:00Z'), 'Pacific/Kiritimati')).toBe('2026-03-04')
})

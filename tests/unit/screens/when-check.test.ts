import { expect, test } from 'vitest'
import { checkWhen } from '@/app/(dashboard)/schedule/when-check'
import { now } from './screen-fixtures'

const newYork = { timezone: 'America/New_York', overlap: null }

test('a date and time ahead become the instant that the server would make of them', () => {
  const check = checkWhen({ ...newYork, date: '2026-03-03', time: '15:00' }, now)
  expect(check.due?.dueAt).toEqual(new Date('2026-03-03T20:00:00Z'))
  expect(check.problem).toBeNull()
})

test('half-typed times are neither right nor wrong', () => {
  for (const time of ['', '15:', '15']) {
    expect(checkWhen({ ...newYork, date: '2026-03-03', time }, now)).toEqual({
      due: null,
      problem: null,
      passes: null,
    })
  }
  expect(checkWhen({ ...newYork, date: null, time: '15:00' }, now).problem).toBeNull()
})

test('an hour that clocks skip is refused with the nearest times around it', () => {
  const check = checkWhen({ ...newYork, date: '2026-03-08', time: '02:30' }, now)
  expect(check.problem).toMatchObject({
    kind: 'time_in_gap',
    before: '2026-03-08T01:59',
    after: '2026-03-08T03:00',
  })
})

test('an hour that clocks show twice must be chosen, and stays a choice once it is', () => {
  const twice = { ...newYork, date: '2026-11-01', time: '01:30' }
  const passes = { earlier: new Date('2026-11-01T05:30:00Z'), later: new Date('2026-11-01T06:30:00Z') }
  expect(checkWhen(twice, now)).toMatchObject({ due: null, problem: { kind: 'time_ambiguous' }, passes })
  const chosen = checkWhen({ ...twice, overlap: 'later' }, now)
  expect(chosen).toMatchObject({ due: { dueAt: passes.later }, problem: null, passes })
})

test('a time that has passed is refused', () => {
  expect(checkWhen({ ...newYork, date: '2026-03-03', time: '06:59' }, now).problem?.kind).toBe('time_in_past')
})

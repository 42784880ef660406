import { expect, test } from 'vitest'
import { calendarEvent, countByDay, eventWords } from '@/app/(dashboard)/calendar/calendar-events'
import {
  calendarHref,
  daysShown,
  instantsShown,
  placeTitle,
  readPlace,
  stepFrom,
} from '@/app/(dashboard)/calendar/calendar-place'

const item = (dueAt: string) => ({
  ...{ id: 'd1', status: 'scheduled' as const, application: 'API', environment: 'Production' },
  dueAt: new Date(dueAt),
})

test('an event stands at the time that the zone’s clocks show', () => {
  const due = item('2026-03-03T19:45:00Z')
  expect(calendarEvent(due, 'America/New_York', {})).toMatchObject({
    start: '2026-03-03 14:45:00',
    end: '2026-03-03 15:00:00',
  })
  expect(calendarEvent(due, 'UTC', {}).start).toBe('2026-03-03 19:45:00')
  expect(eventWords(due, 'America/New_York', { hour12: true })).toBe('2:45 pm API in Production, scheduled')
})

test('an event late at night does not reach into the next day', () => {
  expect(calendarEvent(item('2026-03-03T23:50:00Z'), 'UTC', {}).end).toBe('2026-03-03 23:59:59')
})

test('days are counted by the zone', () => {
  const items = [item('2026-03-03T23:50:00Z'), item('2026-03-04T04:50:00Z')]
  expect([...countByDay(items, 'America/New_York')]).toEqual([['2026-03-03', 2]])
})

test('a month shows whole weeks from Monday', () => {
  expect(daysShown('month', '2026-11-24')).toEqual({ first: '2026-10-26', last: '2026-12-06' })
  expect(daysShown('month', '2027-02-10')).toEqual({ first: '2027-02-01', last: '2027-02-28' })
  expect(daysShown('week', '2026-11-29')).toEqual({ first: '2026-11-23', last: '2026-11-29' })
})

test('what is loaded covers those days in every zone', () => {
  const { from, to } = instantsShown({ first: '2026-11-24', last: '2026-11-24' })
  expect(from.getTime()).toBeLessThanOrEqual(Date.parse('2026-11-24T00:00+14:00'))
  expect(to.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-25T00:00-12:00'))
})

test('months are stepped through without skipping a short one', () => {
  expect(stepFrom('month', '2027-01-31', 1)).toBe('2027-02-01')
  expect(stepFrom('month', '2027-03-31', -1)).toBe('2027-02-01')
  expect(stepFrom('week', '2026-12-30', 1)).toBe('2027-01-06')
  expect(stepFrom('day', '2027-03-01', -1)).toBe('2027-02-28')
})

test('each view has its title', () => {
  expect(placeTitle('month', '2026-11-24')).toBe('November 2026')
  expect(placeTitle('week', '2026-12-30')).toBe('28 December 2026 – 3 January 2027')
  expect(placeTitle('week', '2026-11-24')).toBe('23 – 29 November 2026')
  expect(placeTitle('day', '2026-11-24')).toBe('Tuesday 24 November 2026')
})

test('the address carries the place there and back; nonsense is the month of today', () => {
  const place = readPlace({ view: 'week', day: '2026-11-24', clock: 'utc' })
  const query = new URL(calendarHref(place), 'http://localhost').searchParams
  expect(readPlace(Object.fromEntries(query))).toEqual(place)
  expect(readPlace({ view: 'decade', day: '2026-02-30' })).toEqual({ view: 'month', day: null, clock: 'own' })
})

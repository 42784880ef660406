import { expect, test } from 'vitest'
import { initialValues } from '@/app/(dashboard)/schedule/initial-values'
import { readScheduleStart, withoutSchedule, withSchedule } from '@/app/(dashboard)/schedule/schedule-start'
import { now, options } from './screen-fixtures'

const nothing = { application: null, date: null, time: null, timezone: null }

test('the form starts an hour ahead, on the quarter, in the zone of the browser', () => {
  expect(initialValues(nothing, options, 'America/New_York', now)).toMatchObject({
    date: '2026-03-03',
    time: '08:00',
    timezone: 'America/New_York',
  })
  const odd = new Date('2026-03-03T12:01:00Z')
  expect(initialValues(nothing, options, 'Asia/Kolkata', odd)).toMatchObject({ time: '18:45' })
})

test('a day picked in the calendar means its morning; today means soon', () => {
  expect(initialValues({ ...nothing, date: '2026-03-09' }, options, 'UTC', now).time).toBe('09:00')
  expect(initialValues({ ...nothing, date: '2026-03-03' }, options, 'UTC', now).time).toBe('13:00')
})

test('the application it was opened from is chosen, by slug or id; an unknown one is not', () => {
  expect(initialValues({ ...nothing, application: 'a1' }, options, 'UTC', now).application).toBe('api')
  expect(initialValues({ ...nothing, application: 'web' }, options, 'UTC', now).application).toBe('web')
  expect(initialValues({ ...nothing, application: 'gone' }, options, 'UTC', now).application).toBeNull()
})

test('the address that opens the form leads back to where it was opened', () => {
  const opened = withSchedule('view=week&day=2026-03-09', {
    date: '2026-03-09',
    time: '14:00',
    timezone: 'UTC',
  })
  expect(readScheduleStart(Object.fromEntries(new URLSearchParams(opened)))).toEqual({
    application: null,
    date: '2026-03-09',
    time: '14:00',
    timezone: 'UTC',
  })
  expect(withoutSchedule(opened)).toBe('view=week&day=2026-03-09')
})

test('an address asks for the form only in so many words, and nonsense in it is ignored', () => {
  expect(readScheduleStart({ app: 'web' })).toBeNull()
  expect(readScheduleStart({ schedule: '1', date: 'tomorrow', time: '25', zone: 'Mars/Base' })).toEqual(
    nothing,
  )
})

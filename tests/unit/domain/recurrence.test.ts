import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localOfWall, wallOfLocal } from '@/lib/domain/local-minute'
import { localTimesOf } from '@/lib/domain/local-times'
import type { Recurrence } from '@/lib/domain/recurrence'
import { recurrenceWords } from '@/lib/domain/recurrence-words'
import { checkTiming, jitterOf, type ScheduleTiming, scheduleTimes } from '@/lib/domain/schedule-times'

const rrule = (rule: string, startsAt = '2027-01-01T18:30'): Recurrence => ({ kind: 'rrule', rule, startsAt })
const cron = (expression: string): Recurrence => ({ kind: 'cron', expression })

function wall(local: string): number {
  const found = wallOfLocal(local)
  if (found === null) throw new Error(`${local} does not exist.`)
  return found
}

/** The first local times after a local time; the message where it is refused. */
function first(
  count: number,
  recurrence: Recurrence,
  after = '2027-01-01T00:00',
  timezone = 'Europe/Berlin',
) {
  const times = localTimesOf(recurrence, timezone)
  if (!times.ok) return times.refusal.message
  const found: string[] = []
  let at: number | null = times.value.after(wall(after))
  while (at !== null && found.length < count) {
    found.push(localOfWall(at))
    at = times.value.after(at)
  }
  return found
}

function timing(recurrence: Recurrence, more: Partial<ScheduleTiming> = {}): ScheduleTiming {
  const rules = { timezone: 'Europe/Berlin', gap: 'skip', overlap: 'first' } as const
  return { recurrence, ...rules, endsOn: null, jitterMinutes: 0, ...more }
}

describe('what is said in words', () => {
  it.each<[Recurrence, string, string[]]>([
    [{ kind: 'daily', time: '18:30' }, 'every day at 18:30', ['2027-01-01T18:30', '2027-01-02T18:30']],
    [{ kind: 'weekdays', time: '18:30' }, 'every weekday at 18:30', ['2027-01-01T18:30', '2027-01-04T18:30']],
    [
      { kind: 'weekly', days: ['TU', 'SU'], time: '09:00' },
      'every Tuesday and Sunday at 09:00',
      ['2027-01-03T09:00', '2027-01-05T09:00'],
    ],
    [
      { kind: 'monthly', monthDay: 31, time: '09:00' },
      'on day 31 of every month at 09:00',
      ['2027-01-31T09:00', '2027-03-31T09:00'],
    ],
    [
      { kind: 'monthly', monthDay: -1, time: '09:00' },
      'on the last day of every month at 09:00',
      ['2027-01-31T09:00', '2027-02-28T09:00'],
    ],
    [
      { kind: 'last_weekday_of_month', time: '09:00' },
      'on the last weekday of every month at 09:00',
      ['2027-01-29T09:00', '2027-02-26T09:00'],
    ],
    [cron('30 18 * * 1-5'), 'cron 30 18 * * 1-5', ['2027-01-01T18:30', '2027-01-04T18:30']],
    [rrule('FREQ=YEARLY'), 'FREQ=YEARLY, from 2027-01-01 18:30', ['2027-01-01T18:30', '2028-01-01T18:30']],
  ])('%o is “%s”', (recurrence, words, times) => {
    expect(recurrenceWords(recurrence)).toBe(words)
    expect(first(2, recurrence)).toEqual(times)
  })
})

describe('RRULE', () => {
  it.each<[string, string, string[]]>([
    ['counts', 'FREQ=DAILY;COUNT=2', ['2027-01-01T18:30', '2027-01-02T18:30']],
    ['ends with a day', 'FREQ=DAILY;UNTIL=20270102', ['2027-01-01T18:30', '2027-01-02T18:30']],
    ['ends with a local time', 'FREQ=DAILY;UNTIL=20270102T182900', ['2027-01-01T18:30']],
    ['ends with an instant', 'FREQ=DAILY;UNTIL=20270102T173000Z', ['2027-01-01T18:30', '2027-01-02T18:30']],
    ['ends just before an instant', 'FREQ=DAILY;UNTIL=20270102T172900Z', ['2027-01-01T18:30']],
    [
      'takes intervals from its first time',
      'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
      ['2027-01-01T18:30', '2027-01-11T18:30', '2027-01-15T18:30'],
    ],
    [
      'leaves out local times, instants and days',
      'RRULE:FREQ=DAILY;COUNT=5\nEXDATE:20270101T183000,20270102T173000Z\nEXDATE;VALUE=DATE:20270104',
      ['2027-01-03T18:30', '2027-01-05T18:30'],
    ],
    [
      'unfolds lines',
      'RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,\r\n TH,FR;BYSETPOS=-1;COUNT=2',
      ['2027-01-29T18:30', '2027-02-26T18:30'],
    ],
    ['takes the second Tuesday', 'freq=monthly;byday=2TU;count=2', ['2027-01-12T18:30', '2027-02-09T18:30']],
  ])('%s', (_, rule, times) => {
    expect(first(3, rrule(rule))).toEqual(times)
  })

  it.each([
    ['BYDAY=MO', 'FREQ is missing.'],
    ['FREQ=SECONDLY', 'FREQ can’t be “SECONDLY”.'],
    ['FREQ=DAILY;FOO=1', '“FOO” is no part of an RRULE that can be used here.'],
    ['FREQ=DAILY;CONSTRUCTOR=1', '“CONSTRUCTOR” is no part of an RRULE that can be used here.'],
    ['FREQ=DAILY;BYDAY=XX', 'BYDAY can’t be “XX”.'],
    ['FREQ=MONTHLY;BYMONTHDAY=40', 'BYMONTHDAY can’t be “40”.'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL can’t be “0”.'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'FREQ is there twice.'],
    ['FREQ=DAILY;COUNT=1;UNTIL=20270101', 'Give UNTIL or COUNT, not both.'],
    ['FREQ=DAILY;UNTIL=20270230', 'UNTIL: “20270230” is not a date that exists.'],
    ['FREQ=DAILY;BYSECOND=30', 'BYSECOND can’t be “30”.'],
    ['RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY', 'Only one RRULE can be given.'],
    ['DTSTART:20270101T000000\nRRULE:FREQ=DAILY', 'DTSTART can’t be used here.'],
    ['EXDATE:20270101', 'There is no RRULE.'],
    ['RRULE:FREQ=DAILY\nEXDATE:tomorrow', 'EXDATE: “tomorrow” is not a date, or date and time, that exists.'],
  ])('%s is refused: %s', (rule, message) => {
    expect(first(1, rrule(rule))).toBe(message)
  })

  it('what the library alone finds wrong is refused in its words', () => {
    expect(first(1, rrule('FREQ=DAILY;BYDAY=1MO'))).toMatch(/BYDAY.*numeric/)
  })

  it('agrees with going through the days one by one', () => {
    const days = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
    const rules = fc.record({
      interval: fc.integer({ min: 1, max: 4 }),
      byDay: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
      byMonthDay: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(rules, ({ interval, byDay, byMonthDay }) => {
        const parts = [
          `FREQ=MONTHLY;INTERVAL=${interval}`,
          ...(byDay.length > 0 ? [`BYDAY=${byDay.map((day) => days[day]).join(',')}`] : []),
          `BYMONTHDAY=${[...byMonthDay, 1, 15].join(',')}`,
        ]
        const expected: string[] = []
        for (let at = wall('2027-01-01T18:30'); expected.length < 5; at += 86_400_000) {
          const date = new Date(at)
          const isMonth = date.getUTCMonth() + 12 * (date.getUTCFullYear() - 2027)
          if (isMonth % interval !== 0 || isMonth > 120) {
            if (isMonth > 120) break
            continue
          }
          const isDay = [...byMonthDay, 1, 15].includes(date.getUTCDate())
          if (isDay && (byDay.length === 0 || byDay.includes(date.getUTCDay())))
            expected.push(localOfWall(at))
        }
        expect(first(5, rrule(parts.join(';')))).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })
})

describe('cron', () => {
  it('takes either day where both are given, as cron does', () => {
    const times = ['2027-01-04T00:00', '2027-01-11T00:00', '2027-01-18T00:00']
    expect(first(3, cron('0 0 11 * 1'))).toEqual(times)
    expect(first(2, cron('0 0 12 * MON'))).toEqual(['2027-01-04T00:00', '2027-01-11T00:00'])
  })

  it.each(['* * * *', '0 0 1 * * *', '@daily', '61 * * * *', 'a b c d e'])('%s is refused', (expression) => {
    expect(typeof first(1, cron(expression))).toBe('string')
  })
})

describe('a schedule', () => {
  const now = new Date('2027-01-01T00:00:00Z')

  it('ends with its last day', () => {
    const times = scheduleTimes(timing({ kind: 'daily', time: '23:30' }, { endsOn: '2027-01-02' }))
    if (!times.ok) throw new Error(times.refusal.message)
    const found = [...times.value(now)].map(({ dueAt }) => dueAt.toISOString())
    expect(found).toEqual(['2027-01-01T22:30:00.000Z', '2027-01-02T22:30:00.000Z'])
  })

  it.each<[string, ScheduleTiming, string]>([
    ['that has ended', timing(rrule('FREQ=DAILY;UNTIL=20261231', '2026-01-01T00:00')), 'never_happens'],
    ['on 30 February', timing(rrule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')), 'never_happens'],
    ['on a day that never comes', timing(rrule('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30')), 'never_happens'],
    ['on 30 February, as cron', timing(cron('0 0 30 2 *')), 'never_happens'],
    ['every minute', timing(cron('* * * * *')), 'too_often'],
    ['now and then every minute', timing(cron('0,1 9 * * 1')), 'too_often'],
    [
      'with more jitter than there is between two',
      timing(cron('0 * * * *'), { jitterMinutes: 60 }),
      'too_often',
    ],
    [
      'in a zone that does not exist',
      timing(cron('0 0 * * *'), { timezone: 'Mars/Olympus' }),
      'invalid_recurrence',
    ],
  ])('%s is refused', (_, asked, kind) => {
    expect(checkTiming(asked, now)).toMatchObject({ ok: false, refusal: { kind } })
  })

  it('every five minutes is allowed', () => {
    expect(checkTiming(timing(cron('*/5 * * * *')), now)).toEqual({ ok: true, value: null })
  })
})

describe('jitter', () => {
  const at = (hour: number) => ({ dueAt: new Date(Date.UTC(2027, 0, 1, hour)) })

  it('is the same for the same occurrence, within its bounds, and spread', () => {
    const found = Array.from({ length: 600 }, (_, hour) => jitterOf('one', at(hour), 9))
    expect(found).toEqual(Array.from({ length: 600 }, (_, hour) => jitterOf('one', at(hour), 9)))
    const counts = Array.from({ length: 10 }, (_, minutes) => found.filter((one) => one === minutes).length)
    expect(Math.min(...counts)).toBeGreaterThan(30)
    expect(counts.reduce((sum, count) => sum + count)).toBe(600)
  })

  it('is none without', () => {
    expect(jitterOf('one', at(1), 0)).toBe(0)
  })
})

import { expect, it } from 'vitest'
import { spanWords, weekdayWords } from '@/lib/domain/freeze-span-words'

it.each([
  [[1, 2, 3, 4], 'Mon–Thu'],
  [[5, 1], 'Mon, Fri'],
  [[6, 7], 'Sat, Sun'],
  [[1, 3, 4, 5, 7], 'Mon, Wed–Fri, Sun'],
  [[1, 2, 3, 4, 5, 6, 7], 'Every day'],
])('the weekdays %j read %s', (weekdays, words) => {
  expect(weekdayWords(weekdays)).toBe(words)
})

it('a weekly window says its days, times and zone, and when it ends on the next day', () => {
  const nights = {
    kind: 'weekly',
    weekdays: [5],
    from: '22:00',
    until: '06:00',
    timezone: 'America/New_York',
  } as const
  expect(spanWords(nights)).toBe('Fri, 22:00 to 06:00 on the next day, America/New York')
  expect(spanWords({ ...nights, until: '23:30' }, { hour12: true })).toBe(
    'Fri, 10:00 pm to 11:30 pm, America/New York',
  )
})

it('one that happens once says both ends in its zone', () => {
  const [startsAt, endsAt] = [new Date('2026-12-24T00:00:00Z'), new Date('2026-12-27T00:00:00Z')]
  expect(spanWords({ kind: 'once', startsAt, endsAt, timezone: 'UTC' })).toBe(
    'Thu 24 Dec 2026, 00:00 UTC to Sun 27 Dec 2026, 00:00 UTC',
  )
})

import { describe, expect, test } from 'vitest'
import { instantDetails, instantWords } from '@/app/components/instant-words'
import { relativeWords } from '@/app/components/relative-words'

const AT = new Date('2026-11-01T06:30:05.250Z')

describe('an instant', () => {
  test('says which pass of a repeated hour it is', () => {
    const style = { shape: 'full', precision: 'minute', hour12: false } as const
    const hourBefore = new Date(AT.getTime() - 60 * 60_000)

    expect(instantWords(AT, 'America/New_York', style)).toBe('Sun 1 Nov 2026, 01:30 EST (UTC−5)')
    expect(instantWords(hourBefore, 'America/New_York', style)).toBe('Sun 1 Nov 2026, 01:30 EDT (UTC−4)')
  })

  test('is on the calendar day of its zone', () => {
    const style = { shape: 'date-time', precision: 'second', hour12: true } as const

    expect(instantWords(AT, 'Pacific/Honolulu', style)).toBe('Sat 31 Oct 2026, 8:30:05 pm')
  })

  test('shows milliseconds where lateness is told', () => {
    const style = { shape: 'clock', precision: 'millisecond', hour12: false } as const

    expect(instantWords(AT, 'UTC', style)).toBe('06:30:05.250')
  })

  test('is told in its zone, in the viewer’s and in UTC, each once', () => {
    const viewer = { timezone: 'Europe/Berlin', hour12: false }

    expect(instantDetails(AT, 'America/New_York', viewer)).toEqual([
      'Sun 1 Nov 2026, 01:30:05 EST (UTC−5)',
      'Sun 1 Nov 2026, 07:30:05 UTC+1, your time',
      '2026-11-01 06:30:05 UTC',
    ])
    expect(instantDetails(AT, 'Europe/Berlin', viewer)).toHaveLength(2)
  })
})

test.each([
  [3 * 3_600_000 + 12 * 60_000, 'in 3 h 12 min'],
  [1000, 'in 1 s'],
  [999, 'now'],
  [-999, 'now'],
  [-42_000, '42 s ago'],
  [-26 * 3_600_000, '1 d 2 h ago'],
])('%d ms from now reads “%s”', (aheadMs, words) => {
  expect(relativeWords(new Date(AT.getTime() + aheadMs), AT.getTime())).toBe(words)
})

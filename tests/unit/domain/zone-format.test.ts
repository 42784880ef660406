import { describe, expect, it } from 'vitest'
import { localTimeAt } from '@/lib/domain/due-time'
import {
  formatClock,
  formatInZone,
  formatLongDate,
  formatOffset,
  formatPaddedOffset,
  formatWall,
} from '@/lib/domain/zone-format'

describe('formatInZone', () => {
  it.each([
    ['2026-03-03T19:45:00Z', 'America/New_York', 'Tue 3 Mar 2026, 14:45 EST (UTC−5)'],
    ['2026-07-03T18:45:00Z', 'America/New_York', 'Fri 3 Jul 2026, 14:45 EDT (UTC−4)'],
    ['2026-03-03T19:45:00Z', 'Europe/Berlin', 'Tue 3 Mar 2026, 20:45 UTC+1'],
    ['2026-03-03T19:45:00Z', 'UTC', 'Tue 3 Mar 2026, 19:45 UTC'],
    ['2026-03-03T19:45:00Z', 'Europe/London', 'Tue 3 Mar 2026, 19:45 GMT (UTC+0)'],
    ['2026-03-03T19:45:00Z', 'Asia/Kathmandu', 'Wed 4 Mar 2026, 01:30 UTC+5:45'],
    ['2026-03-03T19:45:00Z', 'Pacific/Marquesas', 'Tue 3 Mar 2026, 10:15 UTC−9:30'],
    ['2026-09-03T12:00:00Z', 'UTC', 'Thu 3 Sep 2026, 12:00 UTC'],
  ])('%s in %s reads %s', (instant, timezone, text) => {
    expect(formatInZone(new Date(instant), timezone)).toBe(text)
  })

  it('tells the two passes of an overlap apart', () => {
    const texts = ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'].map((instant) =>
      formatInZone(new Date(instant), 'America/New_York'),
    )
    expect(texts).toEqual(['Sun 1 Nov 2026, 01:30 EDT (UTC−4)', 'Sun 1 Nov 2026, 01:30 EST (UTC−5)'])
  })

  it('can use the 12-hour clock', () => {
    const at = (iso: string) => formatInZone(new Date(iso), 'America/New_York', { hour12: true })
    expect(at('2026-03-03T19:45:00Z')).toBe('Tue 3 Mar 2026, 2:45 pm EST (UTC−5)')
    expect(at('2026-03-03T05:05:00Z')).toBe('Tue 3 Mar 2026, 12:05 am EST (UTC−5)')
    expect(at('2026-03-03T17:05:00Z')).toBe('Tue 3 Mar 2026, 12:05 pm EST (UTC−5)')
  })
})

describe('a text does not depend on the zone of the process', () => {
  it('where that zone has a gap, New York and Apia included', () => {
    expect(formatClock(new Date('2026-03-08T01:30:00Z'), 'Europe/Berlin')).toBe('02:30')
    expect(formatLongDate(new Date('2011-12-30T12:00:00Z'), 'Europe/London')).toBe('Friday 30 December 2011')
  })

  it.each(['2026-03-08', '2026-03-29', '2026-11-01', '2011-12-30'])(
    'at any quarter of an hour around %s, when somewhere clocks change',
    (day) => {
      const noon = Date.parse(`${day}T12:00:00Z`)
      for (const timezone of ['Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu']) {
        for (let hours = -36; hours < 36; hours += 0.25) {
          const instant = new Date(noon + hours * 3_600_000)
          const shown = formatWall(instant, timezone, "yyyy-MM-dd'T'HH:mm")
          expect(shown).toBe(localTimeAt(instant, timezone).local)
        }
      }
    },
  )
})

describe('offsets', () => {
  it.each([
    [0, 'UTC+0', 'UTC+00:00'],
    [-300, 'UTC−5', 'UTC−05:00'],
    [345, 'UTC+5:45', 'UTC+05:45'],
    [-570, 'UTC−9:30', 'UTC−09:30'],
    [840, 'UTC+14', 'UTC+14:00'],
    [-30, 'UTC−0:30', 'UTC−00:30'],
  ])('%i minutes read %s, in lists %s', (minutes, short, padded) => {
    expect(formatOffset(minutes)).toBe(short)
    expect(formatPaddedOffset(minutes)).toBe(padded)
  })
})

import { describe, expect, it } from 'vitest'
import { isKnownTimezone } from '@/lib/domain/due-time'
import { listTimeZones, offsetLabel, placeName } from '@/lib/domain/time-zones'

const WINTER = new Date('2026-01-15T12:00:00Z')
const SUMMER = new Date('2026-07-15T12:00:00Z')

describe('listTimeZones', () => {
  it('names every zone once, in order, UTC among them, and each can be scheduled in', () => {
    const names = listTimeZones(WINTER).map(({ timezone }) => timezone)
    expect(names.length).toBeGreaterThan(400)
    expect(names).toContain('UTC')
    expect(names).toEqual([...new Set(names)].sort())
    expect(names.filter((name) => !isKnownTimezone(name))).toEqual([])
  })

  it('gives the offset that holds at the instant', () => {
    const newYork = (at: Date) => listTimeZones(at).find(({ timezone }) => timezone === 'America/New_York')
    expect(newYork(WINTER)).toEqual({
      timezone: 'America/New_York',
      offsetMinutes: -300,
      label: 'America/New York, UTC−05:00',
    })
    expect(newYork(SUMMER)).toMatchObject({ offsetMinutes: -240, label: 'America/New York, UTC−04:00' })
  })
})

it('an offset label is valid on its date', () => {
  expect(offsetLabel('Europe/Berlin', WINTER)).toBe('UTC+01:00')
  expect(offsetLabel('Europe/Berlin', SUMMER)).toBe('UTC+02:00')
  expect(offsetLabel('UTC', SUMMER)).toBe('UTC+00:00')
  expect(offsetLabel('Asia/Kathmandu', SUMMER)).toBe('UTC+05:45')
})

it.each([
  ['America/New_York', 'New York'],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires'],
  ['UTC', 'UTC'],
  ['Etc/GMT+5', 'Etc/GMT+5'],
])('%s is called %s in a sentence', (timezone, name) => expect(placeName(timezone)).toBe(name))

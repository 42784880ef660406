import { describe, expect, it } from 'vitest'
import { describePlan } from '@/lib/domain/plan-words'

const NOW = new Date('2026-03-03T16:33:00Z')

function describeAt(
  steps: [label: string, dueAt: string][],
  timezone: string,
  viewerTimezone: string,
  over: { now?: Date; hour12?: boolean } = {},
): string {
  return describePlan({
    steps: steps.map(([label, dueAt]) => ({ label, dueAt: new Date(dueAt) })),
    timezone,
    viewerTimezone,
    now: NOW,
    ...over,
  })
}

const API_THEN_WEB: [string, string][] = [
  ['API', '2026-03-03T19:45:00Z'],
  ['Web', '2026-03-03T20:00:00Z'],
]

describe('describePlan', () => {
  it('says what happens when, there and where the reader is, and how soon', () => {
    expect(describeAt(API_THEN_WEB, 'America/New_York', 'Europe/Berlin')).toBe(
      'API at 14:45, then Web at 15:00, Tuesday 3 March 2026, in New York; ' +
        'in your zone 20:45 and 21:00; in 3 h 12 min.',
    )
  })

  it('one zone is named once, and so are two whose clocks show the same', () => {
    const once = 'API at 14:45, then Web at 15:00, Tuesday 3 March 2026, in New York; in 3 h 12 min.'
    expect(describeAt(API_THEN_WEB, 'America/New_York', 'America/New_York')).toBe(once)
    expect(describeAt(API_THEN_WEB, 'America/New_York', 'America/Toronto')).toBe(once)
  })

  it('the reader’s other date is named', () => {
    expect(describeAt(API_THEN_WEB, 'America/New_York', 'Asia/Tokyo')).toBe(
      'API at 14:45, then Web at 15:00, Tuesday 3 March 2026, in New York; ' +
        'in your zone 04:45 and 05:00 on Wednesday 4 March 2026; in 3 h 12 min.',
    )
  })

  it('a whole day apart, the clocks show the same but the calendars do not', () => {
    expect(describeAt(API_THEN_WEB, 'Pacific/Honolulu', 'Pacific/Kiritimati')).toBe(
      'API at 09:45, then Web at 10:00, Tuesday 3 March 2026, in Honolulu; ' +
        'in your zone 09:45 and 10:00 on Wednesday 4 March 2026; in 3 h 12 min.',
    )
  })

  it('steps on both sides of midnight carry their dates, here or there', () => {
    const midnight: [string, string][] = [
      ['API', '2026-03-04T04:50:00Z'],
      ['Web', '2026-03-04T05:05:00Z'],
    ]
    expect(describeAt(midnight, 'America/New_York', 'Europe/Berlin')).toBe(
      'API at 23:50 on Tuesday 3 March 2026, then Web at 00:05 on Wednesday 4 March 2026, in New York; ' +
        'in your zone 05:50 and 06:05 on Wednesday 4 March 2026; in 12 h 17 min.',
    )
    expect(describeAt(midnight, 'Europe/Berlin', 'America/New_York')).toBe(
      'API at 05:50, then Web at 06:05, Wednesday 4 March 2026, in Berlin; ' +
        'in your zone 23:50 on Tuesday 3 March 2026 and 00:05 on Wednesday 4 March 2026; in 12 h 17 min.',
    )
  })

  it('where clocks change between the steps, each says by which clock', () => {
    const spring: [string, string][] = [
      ['API', '2026-03-08T06:50:00Z'],
      ['Web', '2026-03-08T07:05:00Z'],
    ]
    expect(describeAt(spring, 'America/New_York', 'UTC')).toBe(
      'API at 01:50 EST (UTC−5), then Web at 03:05 EDT (UTC−4), Sunday 8 March 2026, in New York; ' +
        'in your zone 06:50 and 07:05; in 4 d 14 h.',
    )
  })

  it('a time that clocks show twice says which pass it is', () => {
    const now = new Date('2026-11-01T05:00:00Z')
    const pass = (at: string) => describeAt([['Web', at]], 'America/New_York', 'America/New_York', { now })
    expect(pass('2026-11-01T05:30:00Z')).toBe(
      'Web at 01:30 EDT (UTC−4), Sunday 1 November 2026, in New York; in 30 min.',
    )
    expect(pass('2026-11-01T06:30:00Z')).toBe(
      'Web at 01:30 EST (UTC−5), Sunday 1 November 2026, in New York; in 1 h 30 min.',
    )
  })

  it('orders the steps by time and joins those that are due together', () => {
    const steps: [string, string][] = [
      ['Web', '2026-03-03T20:00:00Z'],
      ['API', '2026-03-03T19:45:00Z'],
      ['Jobs', '2026-03-03T19:45:00Z'],
      ['DB', '2026-03-03T19:30:00Z'],
    ]
    expect(describeAt(steps, 'UTC', 'Europe/Berlin')).toBe(
      'DB at 19:30, then API and Jobs at 19:45, then Web at 20:00, Tuesday 3 March 2026, in UTC; ' +
        'in your zone 20:30, 20:45 and 21:00; in 2 h 57 min.',
    )
  })

  it('can use the 12-hour clock', () => {
    expect(describeAt(API_THEN_WEB, 'America/New_York', 'Europe/Berlin', { hour12: true })).toContain(
      'API at 2:45 pm, then Web at 3:00 pm, Tuesday 3 March 2026, in New York; in your zone 8:45 pm and 9:00 pm;',
    )
  })

  it('what is due already begins now, and nothing planned is nothing said', () => {
    expect(describeAt([['Web', '2026-03-03T16:33:00Z']], 'UTC', 'UTC')).toBe(
      'Web at 16:33, Tuesday 3 March 2026, in UTC; now.',
    )
    expect(describeAt([], 'UTC', 'UTC')).toBe('')
  })
})

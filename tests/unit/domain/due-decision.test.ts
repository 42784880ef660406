import { describe, expect, it } from 'vitest'
import { decideDue, earliestDueAt } from '@/lib/domain/due-decision'

const NOW = new Date('2026-03-03T17:00:00Z')
const newYork = (local: string) =>
  decideDue({ now: NOW }, { kind: 'local', local, timezone: 'America/New_York', overlap: null })
const instant = (iso: string, timezone = 'Europe/Berlin') =>
  decideDue({ now: NOW }, { kind: 'instant', at: new Date(iso), timezone })

describe('decideDue', () => {
  it('a clock reading ahead of now is accepted with its instant', () => {
    expect(newYork('2026-03-03T12:01')).toMatchObject({
      ok: true,
      value: { local: '2026-03-03T12:01', dueAt: new Date('2026-03-03T17:01:00Z') },
    })
  })

  it('an instant is kept to the millisecond, and shown in the zone', () => {
    expect(instant('2026-10-25T01:30:15.250Z')).toEqual({
      ok: true,
      value: {
        local: '2026-10-25T02:30',
        timezone: 'Europe/Berlin',
        overlap: 'later',
        dueAt: new Date('2026-10-25T01:30:15.250Z'),
      },
    })
  })

  it('now is past, and so is the minute that has begun', () => {
    for (const local of ['2026-03-03T12:00', '2026-03-03T11:59', '2020-01-01T00:00']) {
      expect(newYork(local)).toMatchObject({ ok: false, refusal: { kind: 'time_in_past', now: NOW } })
    }
    const later = new Date('2026-03-03T17:00:30Z')
    const due = {
      kind: 'local',
      local: '2026-03-03T12:00',
      timezone: 'America/New_York',
      overlap: null,
    } as const
    expect(decideDue({ now: later }, due)).toEqual({
      ok: false,
      refusal: { kind: 'time_in_past', dueAt: new Date('2026-03-03T17:00:00Z'), now: later },
    })
    expect(instant('2026-03-03T17:00:00.000Z')).toMatchObject({ refusal: { kind: 'time_in_past' } })
    expect(instant('2026-03-03T17:00:00.001Z')).toMatchObject({ ok: true })
  })

  it('five years ahead is the limit', () => {
    expect(instant('2031-03-03T17:00:00Z')).toMatchObject({ ok: true })
    expect(instant('2031-03-03T17:00:00.001Z')).toEqual({
      ok: false,
      refusal: { kind: 'time_too_far', latest: new Date('2031-03-03T17:00:00Z') },
    })
  })

  it('passes on what is wrong with the time itself', () => {
    expect(newYork('2026-03-08T02:30')).toMatchObject({ refusal: { kind: 'time_in_gap' } })
    expect(newYork('2026-11-01T01:30')).toMatchObject({ refusal: { kind: 'time_ambiguous' } })
    expect(newYork('tomorrow')).toMatchObject({ refusal: { kind: 'invalid_local_time' } })
    expect(instant('2026-10-25T01:30:00Z', 'Mars/Olympus')).toMatchObject({
      refusal: { kind: 'unknown_timezone' },
    })
  })
})

it.each([
  ['2026-03-03T17:00:00.000Z', 0, '2026-03-03T17:01:00.000Z'],
  ['2026-03-03T17:00:00.001Z', 0, '2026-03-03T17:01:00.000Z'],
  ['2026-03-03T17:00:59.999Z', 0, '2026-03-03T17:01:00.000Z'],
  ['2026-03-03T17:00:30.000Z', 15, '2026-03-03T17:16:00.000Z'],
])('at %s, with %i minutes of lead time, %s is the first minute possible', (now, lead, earliest) => {
  expect(earliestDueAt(new Date(now), lead)).toEqual(new Date(earliest))
})

import { describe, expect, it } from 'vitest'
import { isKnownTimezone, localTimeAt, resolveDueTime } from '@/lib/domain/due-time'

const due = (local: string, timezone: string, overlap: 'earlier' | 'later' | null = null) =>
  resolveDueTime({ local, timezone, overlap })

describe('resolveDueTime', () => {
  it.each([
    ['2026-03-03T14:45', 'America/New_York', '2026-03-03T19:45:00.000Z'],
    ['2026-07-03T14:45', 'America/New_York', '2026-07-03T18:45:00.000Z'],
    ['2026-03-03T14:45', 'Asia/Kathmandu', '2026-03-03T09:00:00.000Z'],
    ['2026-01-10T12:00', 'Pacific/Chatham', '2026-01-09T22:15:00.000Z'],
    ['2026-07-10T12:00', 'Antarctica/Troll', '2026-07-10T10:00:00.000Z'],
    ['2026-02-10T12:00', 'UTC', '2026-02-10T12:00:00.000Z'],
    ['2026-02-10T12:00', 'Etc/GMT+5', '2026-02-10T17:00:00.000Z'],
    ['2028-02-29T23:59', 'Pacific/Kiritimati', '2028-02-29T09:59:00.000Z'],
  ])('%s in %s is %s', (local, timezone, dueAt) => {
    expect(due(local, timezone)).toEqual({
      ok: true,
      value: { local, timezone, overlap: null, dueAt: new Date(dueAt) },
    })
  })

  it.each([
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T01:59', '2026-03-08T03:00'],
    ['2026-03-08T02:00', 'America/New_York', '2026-03-08T01:59', '2026-03-08T03:00'],
    ['2026-03-08T02:59', 'America/New_York', '2026-03-08T01:59', '2026-03-08T03:00'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:59', '2026-03-29T03:00'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-04T01:59', '2026-10-04T02:30'],
    ['2026-09-27T03:00', 'Pacific/Chatham', '2026-09-27T02:44', '2026-09-27T03:45'],
    ['2026-03-29T01:30', 'Antarctica/Troll', '2026-03-29T00:59', '2026-03-29T03:00'],
    ['2026-03-22T02:30', 'Africa/Casablanca', '2026-03-22T01:59', '2026-03-22T03:00'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-29T23:59', '2011-12-31T00:00'],
    ['2011-12-30T00:00', 'Pacific/Apia', '2011-12-29T23:59', '2011-12-31T00:00'],
    ['2011-12-30T23:59', 'Pacific/Apia', '2011-12-29T23:59', '2011-12-31T00:00'],
  ])('%s does not exist in %s: the nearest are %s and %s', (local, timezone, before, after) => {
    for (const overlap of [null, 'earlier', 'later'] as const) {
      expect(due(local, timezone, overlap)).toEqual({
        ok: false,
        refusal: { kind: 'time_in_gap', local, timezone, before, after },
      })
    }
  })

  it.each([
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'],
    ['2026-11-01T01:00', 'America/New_York', '2026-11-01T05:00:00.000Z', '2026-11-01T06:00:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z'],
    ['2026-04-05T03:00', 'Pacific/Chatham', '2026-04-04T13:15:00.000Z', '2026-04-04T14:15:00.000Z'],
    ['2026-10-25T02:00', 'Antarctica/Troll', '2026-10-25T00:00:00.000Z', '2026-10-25T02:00:00.000Z'],
    ['2026-02-15T02:30', 'Africa/Casablanca', '2026-02-15T01:30:00.000Z', '2026-02-15T02:30:00.000Z'],
  ])('%s exists twice in %s, at %s and %s, and one must be chosen', (local, timezone, first, second) => {
    const earlier = new Date(first)
    const later = new Date(second)
    expect(due(local, timezone)).toEqual({
      ok: false,
      refusal: { kind: 'time_ambiguous', local, timezone, earlier, later },
    })
    expect(due(local, timezone, 'earlier')).toEqual({
      ok: true,
      value: { local, timezone, overlap: 'earlier', dueAt: earlier },
    })
    expect(due(local, timezone, 'later')).toEqual({
      ok: true,
      value: { local, timezone, overlap: 'later', dueAt: later },
    })
  })

  it('the minutes just outside an overlap and a gap are ordinary', () => {
    for (const local of ['2026-11-01T00:59', '2026-11-01T02:00', '2026-03-08T01:59', '2026-03-08T03:00']) {
      expect(due(local, 'America/New_York')).toMatchObject({ ok: true, value: { overlap: null } })
    }
  })

  it('a side that was named without need is not kept', () => {
    expect(due('2026-03-03T14:45', 'Europe/Berlin', 'later')).toMatchObject({
      ok: true,
      value: { overlap: null },
    })
  })

  it.each([
    '',
    'soon',
    '2026-03-03',
    '2026-03-03 14:45',
    '2026-03-03T14:45:00',
    '2026-03-03T14:45Z',
    '2026-3-3T14:45',
    '2026-02-29T10:00',
    '2026-02-31T10:00',
    '2026-13-01T10:00',
    '2026-00-10T10:00',
    '2026-01-00T10:00',
    '2026-01-10T24:00',
    '2026-01-10T10:60',
    '0026-01-10T10:00',
    '+02026-01-10T10:00',
  ])('%j is no local time', (local) => {
    expect(due(local, 'Europe/Berlin')).toEqual({
      ok: false,
      refusal: { kind: 'invalid_local_time', local },
    })
  })

  it.each(['', 'Mars/Olympus', '+02:00', 'local', 'America/New York'])('%j is no time zone', (timezone) => {
    expect(due('2026-03-03T14:45', timezone)).toEqual({
      ok: false,
      refusal: { kind: 'unknown_timezone', timezone },
    })
  })
})

describe('localTimeAt', () => {
  it('cuts seconds off', () => {
    expect(localTimeAt(new Date('2026-03-03T19:45:59.999Z'), 'America/New_York')).toEqual({
      local: '2026-03-03T14:45',
      overlap: null,
    })
  })

  it('tells the two passes of an overlap apart, to the last millisecond', () => {
    const side = (iso: string) => localTimeAt(new Date(iso), 'America/New_York')
    expect(side('2026-11-01T04:59:59.999Z')).toEqual({ local: '2026-11-01T00:59', overlap: null })
    expect(side('2026-11-01T05:00:00Z')).toEqual({ local: '2026-11-01T01:00', overlap: 'earlier' })
    expect(side('2026-11-01T05:59:59.999Z')).toEqual({ local: '2026-11-01T01:59', overlap: 'earlier' })
    expect(side('2026-11-01T06:00:00Z')).toEqual({ local: '2026-11-01T01:00', overlap: 'later' })
    expect(side('2026-11-01T06:59:59.999Z')).toEqual({ local: '2026-11-01T01:59', overlap: 'later' })
    expect(side('2026-11-01T07:00:00Z')).toEqual({ local: '2026-11-01T02:00', overlap: null })
  })

  it('steps over the day that Apia never had', () => {
    expect(localTimeAt(new Date('2011-12-30T09:59:00Z'), 'Pacific/Apia').local).toBe('2011-12-29T23:59')
    expect(localTimeAt(new Date('2011-12-30T10:00:00Z'), 'Pacific/Apia').local).toBe('2011-12-31T00:00')
  })

  it('throws for a zone that nobody knows', () => {
    expect(() => localTimeAt(new Date('2026-03-03T19:45:00Z'), 'Mars/Olympus')).toThrow(RangeError)
  })
})

describe('isKnownTimezone', () => {
  it.each([
    ...['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Europe/Kyiv', 'Europe/Kiev'],
    // Links of the IANA database's file "backward".
    ...['US/Eastern', 'EST5EDT', 'EST', 'MST', 'HST', 'CET', 'GB', 'Zulu', 'GMT0'],
  ])('%s is known', (timezone) => expect(isKnownTimezone(timezone)).toBe(true))

  it.each([
    ...['', ' UTC', 'Mars/Olympus', 'EST5', 'local', 'undefined', 'Europe/', '../etc/passwd'],
    ...['+02:00', '-0500', '+02', 'UTC+2', 'GMT+02:00', 'Z'],
    // ICU's own names, which mean something else than most people think or are unknown elsewhere.
    ...['BST', 'IST', 'PST', 'ist', 'AST', 'SystemV/PST8', 'US/Pacific-New'],
  ])('%j is not', (timezone) => expect(isKnownTimezone(timezone)).toBe(false))

  it('whatever the case of its letters', () => {
    expect(isKnownTimezone('europe/berlin')).toBe(true)
    expect(due('2026-03-03T14:45', 'europe/berlin')).toMatchObject({
      value: { dueAt: new Date('2026-03-03T13:45:00Z') },
    })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localTimeAt } from '@/lib/domain/due-time'
import { edgeAt, type FreezeSpan, intervalsOf } from '@/lib/domain/freeze-span'
import { type FreezeWindow, freezeAt, nextFreezeAt } from '@/lib/domain/freeze-window'

const PLACE = { environmentId: 'production', applicationId: 'web' }

const at = (instant: string) => new Date(instant)
const once = (startsAt: string, endsAt: string): FreezeSpan => ({
  ...{ kind: 'once', startsAt: at(startsAt), endsAt: at(endsAt), timezone: 'UTC' },
})
const weekly = (weekdays: number[], from: string, until: string, timezone = 'UTC'): FreezeSpan => ({
  ...{ kind: 'weekly', weekdays, from, until, timezone },
})
function freeze(span: FreezeSpan, over: Partial<FreezeWindow> = {}): FreezeWindow {
  const everywhere = { environmentId: null, applicationId: null }
  return { id: 'window', effect: 'freeze', reason: 'Year end', ...everywhere, span, ...over }
}
const allow = (span: FreezeSpan, over: Partial<FreezeWindow> = {}) =>
  freeze(span, { effect: 'allow', reason: 'Working hours', ...over })

const CHRISTMAS = freeze(once('2026-12-24T00:00:00Z', '2026-12-27T00:00:00Z'))
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

describe('a freeze', () => {
  it.each([
    ['2026-12-23T23:59:59.999Z', false],
    ['2026-12-24T00:00:00.000Z', true],
    ['2026-12-26T23:59:59.999Z', true],
    ['2026-12-27T00:00:00.000Z', false],
  ])('from its first instant to the one before its last: at %s %s', (instant, isFrozen) => {
    expect(freezeAt([CHRISTMAS], PLACE, at(instant)) !== null).toBe(isFrozen)
  })

  it('says why, and until when', () => {
    expect(freezeAt([CHRISTMAS], PLACE, at('2026-12-25T12:00:00Z'))).toEqual({
      ...{ effect: 'freeze', reason: 'Year end', endsAt: at('2026-12-27T00:00:00Z') },
    })
  })

  it.each([
    [{ environmentId: 'production' }, true],
    [{ environmentId: 'staging' }, false],
    [{ applicationId: 'web' }, true],
    [{ applicationId: 'api' }, false],
    [{ environmentId: 'production', applicationId: 'api' }, false],
  ])('of %j holds web in production: %s', (place, isFrozen) => {
    const window = { ...CHRISTMAS, ...place }
    expect(freezeAt([window], PLACE, at('2026-12-25T12:00:00Z')) !== null).toBe(isFrozen)
  })

  it('that another follows without a gap lasts until that one ends, and so do three that overlap', () => {
    const more = [
      freeze(once('2026-12-27T00:00:00Z', '2026-12-28T00:00:00Z')),
      freeze(once('2026-12-27T12:00:00Z', '2026-12-30T00:00:00Z')),
      freeze(once('2026-12-31T00:00:00Z', '2027-01-01T00:00:00Z')),
    ]
    const found = freezeAt([...more, CHRISTMAS], PLACE, at('2026-12-25T12:00:00Z'))
    expect(found?.endsAt).toEqual(at('2026-12-30T00:00:00Z'))
  })
})

describe('a weekly window', () => {
  const nights = freeze(weekly([5], '22:00', '06:00', 'Europe/Berlin'))

  it('spans midnight: it belongs to the day on which it begins', () => {
    // Friday 4 December 2026, 22:00 to Saturday 06:00 in Berlin.
    expect(freezeAt([nights], PLACE, at('2026-12-04T20:59:59.999Z'))).toBeNull()
    expect(freezeAt([nights], PLACE, at('2026-12-05T03:00:00Z'))?.endsAt).toEqual(at('2026-12-05T05:00:00Z'))
    expect(freezeAt([nights], PLACE, at('2026-12-05T05:00:00Z'))).toBeNull()
    expect(freezeAt([nights], PLACE, at('2026-12-06T01:00:00Z'))).toBeNull()
  })

  it('with the same time at both ends lasts a day', () => {
    const [day] = intervalsOf(
      weekly([1], '10:00', '10:00'),
      at('2026-12-07T12:00:00Z'),
      at('2026-12-07T12:00:00Z'),
    )
    expect(day).toEqual({ startsAt: at('2026-12-07T10:00:00Z'), endsAt: at('2026-12-08T10:00:00Z') })
  })

  it('begins with the first pass of a time that clocks show twice and ends with the second', () => {
    // 25 October 2026: 03:00 CEST becomes 02:00 CET.
    const within = intervalsOf(
      weekly([7], '02:15', '02:45', 'Europe/Berlin'),
      at('2026-10-25T00:00:00Z'),
      at('2026-10-25T12:00:00Z'),
    )
    expect(within).toEqual([{ startsAt: at('2026-10-25T00:15:00Z'), endsAt: at('2026-10-25T01:45:00Z') }])
  })

  it('begins or ends at the jump where clocks skip its time', () => {
    // 28 March 2027: 02:00 CET becomes 03:00 CEST.
    const jump = at('2027-03-28T01:00:00Z')
    expect(edgeAt('2027-03-28T02:30', 'Europe/Berlin', 'start')).toEqual(jump)
    expect(edgeAt('2027-03-28T02:30', 'Europe/Berlin', 'end')).toEqual(jump)
    expect(edgeAt('2027-02-30T02:30', 'Europe/Berlin', 'start')).toBeNull()
    const skipped = freeze(weekly([7], '02:10', '02:50', 'Europe/Berlin'))
    expect(freezeAt([skipped], PLACE, jump)).toBeNull()
  })

  it('on every day and all day long has no end', () => {
    const always = freeze(weekly(EVERY_DAY, '00:00', '00:00'))
    expect(freezeAt([always], PLACE, at('2026-12-25T12:00:00Z'))).toMatchObject({ endsAt: null })
  })
})

describe('allowed windows', () => {
  // Monday to Thursday, 09:00 to 16:00 in Berlin.
  const hours = allow(weekly([1, 2, 3, 4], '09:00', '16:00', 'Europe/Berlin'))

  it('freeze what is outside of them, until the next one opens', () => {
    expect(freezeAt([hours], PLACE, at('2026-12-03T14:59:59.999Z'))).toBeNull()
    // From Thursday 16:00 to Monday 09:00.
    expect(freezeAt([hours], PLACE, at('2026-12-03T15:00:00Z'))).toEqual({
      ...{ effect: 'allow', reason: 'Working hours', endsAt: at('2026-12-07T08:00:00Z') },
    })
  })

  it('of one place: one of them has to be open', () => {
    const friday = allow(weekly([5], '09:00', '12:00', 'Europe/Berlin'), { reason: 'Fridays' })
    expect(freezeAt([hours, friday], PLACE, at('2026-12-04T09:00:00Z'))).toBeNull()
    expect(freezeAt([hours, friday], PLACE, at('2026-12-04T12:00:00Z'))).toMatchObject({
      ...{ reason: 'Working hours and Fridays', endsAt: at('2026-12-07T08:00:00Z') },
    })
  })

  it('of several places: one of each has to be open', () => {
    const mornings = allow(weekly(EVERY_DAY, '08:00', '10:00', 'Europe/Berlin'), { applicationId: 'web' })
    expect(freezeAt([hours, mornings], PLACE, at('2026-12-03T10:00:00Z'))).toMatchObject({
      endsAt: at('2026-12-07T08:00:00Z'),
    })
    expect(freezeAt([hours, mornings], PLACE, at('2026-12-03T08:30:00Z'))).toBeNull()
  })

  it('within a freeze do not open it', () => {
    expect(freezeAt([hours, CHRISTMAS], PLACE, at('2026-12-24T09:00:00Z'))).toMatchObject({
      ...{ effect: 'freeze', endsAt: at('2026-12-28T08:00:00Z') },
    })
  })

  it('that have all passed open no more', () => {
    const passed = allow(once('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'))
    expect(freezeAt([passed], PLACE, at('2026-12-03T00:00:00Z'))).toMatchObject({ endsAt: null })
  })
})

describe('the next freeze', () => {
  const range = (from: string, last: string) => ({ from: at(from), last: at(last) })

  it('begins with a freeze, or with the end of an allowed window', () => {
    const christmas = range('2026-12-23T23:59:59Z', '2026-12-24T00:00:00Z')
    expect(nextFreezeAt([CHRISTMAS], PLACE, christmas)).toEqual(at('2026-12-24T00:00:00Z'))
    const hours = allow(weekly([4], '09:00', '16:00'))
    const evening = range('2026-12-03T15:59:59.500Z', '2026-12-03T16:00:00.499Z')
    expect(nextFreezeAt([hours], PLACE, evening)).toEqual(at('2026-12-03T16:00:00Z'))
  })

  it('is none where nothing begins, or where another window is open by then', () => {
    const before = range('2026-12-23T23:59:58Z', '2026-12-23T23:59:59.999Z')
    expect(nextFreezeAt([CHRISTMAS], PLACE, before)).toBeNull()
    const shifts = [allow(weekly([4], '09:00', '16:00')), allow(weekly([4], '16:00', '18:00'))]
    const handover = range('2026-12-03T15:59:59.500Z', '2026-12-03T16:00:00.499Z')
    expect(nextFreezeAt(shifts, PLACE, handover)).toBeNull()
  })
})

it('whatever the windows: the end that is told is free, and everything before it is not', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe')
  const clock = fc
    .integer({ min: 0, max: 47 })
    .map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`)
  const span = fc.record({
    kind: fc.constant('weekly' as const),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    ...{ from: clock, until: clock, timezone: zone },
  })
  const windows = fc.array(
    fc.tuple(span, fc.boolean()).map(([of, isFreeze]) => (isFreeze ? freeze(of) : allow(of))),
    { maxLength: 4 },
  )
  const minute = fc.integer({ min: 0, max: 365 * 24 * 60 }).map((n) => new Date(Date.UTC(2026, 0, 1, 0, n)))
  fc.assert(
    fc.property(windows, minute, (all, now) => {
      const found = freezeAt(all, PLACE, now)
      if (found?.endsAt == null) return
      expect(freezeAt(all, PLACE, found.endsAt)).toBeNull()
      const stepMs = Math.max(60_000, (found.endsAt.getTime() - now.getTime()) / 20)
      for (let ms = now.getTime(); ms < found.endsAt.getTime(); ms += stepMs) {
        expect(freezeAt(all, PLACE, new Date(ms))).not.toBeNull()
      }
    }),
    { numRuns: 300 },
  )
})

it('outside of changes of clocks a weekly window is open when the clocks say so', () => {
  const span = weekly([3], '09:00', '16:00', 'America/New_York')
  for (let hour = 0; hour < 7 * 24; hour += 1) {
    const now = new Date(Date.UTC(2026, 5, 1, hour))
    const { local } = localTimeAt(now, 'America/New_York')
    const isOpen = local >= '2026-06-03T09:00' && local < '2026-06-03T16:00'
    expect(intervalsOf(span, now, now).length > 0).toBe(isOpen)
  }
})

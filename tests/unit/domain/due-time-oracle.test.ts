import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { isKnownTimezone, localTimeAt, type Overlap, resolveDueTime } from '@/lib/domain/due-time'
import { OTHER_NAMES } from './zone-links'

/*
 * The oracle is another implementation of the same question: Temporal's polyfill. Both read the same
 * zone database, through Intl; what is compared is everything that is done with it.
 */

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC']
/** With every other name that the IANA database has for them. */
const NAMES = [...new Set([...ZONES, ...OTHER_NAMES])]
const FROM = Temporal.Instant.from('2025-01-01T00:00Z')
const UNTIL = Temporal.Instant.from('2038-01-01T00:00Z')

interface Change {
  at: Temporal.ZonedDateTime
  minuteBefore: Temporal.ZonedDateTime
}

function changesOf(timezone: string, from = FROM, until = UNTIL): Change[] {
  const changes: Change[] = []
  let at = from.toZonedDateTimeISO(timezone).getTimeZoneTransition('next')
  while (at && at.epochMilliseconds < until.epochMilliseconds) {
    changes.push({ at, minuteBefore: at.subtract({ minutes: 1 }) })
    at = at.getTimeZoneTransition('next')
  }
  return changes
}

/** Local times at, just outside and in the middle of the gap or overlap, and a day to either side. */
function probesAround({ at, minuteBefore }: Change): Temporal.PlainDateTime[] {
  const shown = at.toPlainDateTime()
  const unchanged = minuteBefore.toPlainDateTime().add({ minutes: 1 })
  const edges = [unchanged, shown].sort(Temporal.PlainDateTime.compare)
  const [first = shown, last = shown] = edges
  const middle = first.add({ minutes: Math.floor(first.until(last).total('minutes') / 2) })
  return [
    first.subtract({ days: 1 }),
    first.subtract({ minutes: 1 }),
    first,
    middle,
    last.subtract({ minutes: 1 }),
    last,
    last.add({ days: 1 }),
  ]
}

function minuteOf(local: Temporal.PlainDateTime): string {
  return local.toString({ smallestUnit: 'minute' })
}

function asked(local: Temporal.PlainDateTime, timezone: string, overlap: Overlap | null) {
  const resolved = resolveDueTime({ local: minuteOf(local), timezone, overlap })
  if (resolved.ok) return `${resolved.value.dueAt.toISOString()} ${resolved.value.overlap}`
  const { refusal } = resolved
  switch (refusal.kind) {
    case 'time_ambiguous':
      return `twice ${refusal.earlier.toISOString()} ${refusal.later.toISOString()}`
    case 'time_in_gap':
      return `never ${refusal.before} ${refusal.after}`
    default:
      return refusal.kind
  }
}

function expectedOf(local: Temporal.PlainDateTime, timezone: string): (overlap: Overlap | null) => string {
  const earlier = local.toZonedDateTime(timezone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(timezone, { disambiguation: 'later' })
  const iso = (zoned: Temporal.ZonedDateTime) => new Date(zoned.epochMilliseconds).toISOString()
  if (earlier.epochMilliseconds === later.epochMilliseconds) return () => `${iso(earlier)} null`
  if (!earlier.toPlainDateTime().equals(local)) {
    const change = earlier.getTimeZoneTransition('next')
    if (!change) throw new Error(`No change after ${earlier.toString()}`)
    const minuteBefore = change.subtract({ minutes: 1 })
    return () => `never ${minuteOf(minuteBefore.toPlainDateTime())} ${minuteOf(change.toPlainDateTime())}`
  }
  return (overlap) => {
    if (overlap === null) return `twice ${iso(earlier)} ${iso(later)}`
    return `${iso(overlap === 'earlier' ? earlier : later)} ${overlap}`
  }
}

function mismatchesIn(timezone: string, changes: Change[]): string[] {
  const mismatches: string[] = []
  for (const local of changes.flatMap(probesAround)) {
    const expected = expectedOf(local, timezone)
    for (const overlap of [null, 'earlier', 'later'] as const) {
      const ours = asked(local, timezone, overlap)
      const theirs = expected(overlap)
      if (ours !== theirs)
        mismatches.push(`${timezone} ${minuteOf(local)} ${overlap}: ${ours}, not ${theirs}`)
    }
  }
  return mismatches
}

describe('due times against Temporal', () => {
  it('are found by every name of the IANA database', () => {
    expect(NAMES.length).toBeGreaterThan(590)
    expect(NAMES.filter((name) => !isKnownTimezone(name))).toEqual([])
  })

  it('agree around every change of clocks in every zone, by each of its names, until 2038', () => {
    const changesByZone = NAMES.map((timezone) => ({ timezone, changes: changesOf(timezone) }))
    const changes = changesByZone.reduce((sum, zone) => sum + zone.changes.length, 0)
    expect(changes).toBeGreaterThan(4000)
    expect(changesByZone.flatMap((zone) => mismatchesIn(zone.timezone, zone.changes))).toEqual([])
  }, 300_000)

  it.each([
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Antarctica/Troll',
    'Africa/Casablanca',
    'Pacific/Apia',
    'Asia/Manila',
    'Antarctica/Casey',
    'Africa/Cairo',
    'America/Caracas',
    'Asia/Pyongyang',
  ])('agree around every change of %s since 1972, skipped days and half hours included', (timezone) => {
    const changes = changesOf(timezone, Temporal.Instant.from('1972-01-08T00:00Z'))
    expect(changes.length).toBeGreaterThan(0)
    expect(mismatchesIn(timezone, changes)).toEqual([])
  })

  it('agree at any minute of any zone', () => {
    const minutes = fc.integer({
      min: FROM.epochMilliseconds / 60_000,
      max: UNTIL.epochMilliseconds / 60_000,
    })
    const overlaps = fc.constantFrom(null, 'earlier' as const, 'later' as const)
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), minutes, overlaps, (timezone, minute, overlap) => {
        const local = Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
          .toZonedDateTimeISO('UTC')
          .toPlainDateTime()
        expect(asked(local, timezone, overlap)).toBe(expectedOf(local, timezone)(overlap))
      }),
      { numRuns: 2000 },
    )
  })

  it('a local time read off at any instant leads back to its minute', () => {
    const seconds = fc.integer({ min: FROM.epochMilliseconds / 1000, max: UNTIL.epochMilliseconds / 1000 })
    fc.assert(fc.property(fc.constantFrom(...ZONES), seconds, expectRoundTrip), { numRuns: 2000 })
  })

  it('a local time read off in the hours around any change leads back to its minute', () => {
    for (const timezone of ZONES) {
      for (const { at } of changesOf(timezone, FROM, Temporal.Instant.from('2028-01-01T00:00Z'))) {
        for (const minutes of [-90, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 90]) {
          expectRoundTrip(timezone, at.epochMilliseconds / 1000 + minutes * 60 + 17)
        }
      }
    }
  }, 120_000)
})

function expectRoundTrip(timezone: string, epochSeconds: number): void {
  const instant = new Date(epochSeconds * 1000)
  const { local, overlap } = localTimeAt(instant, timezone)
  const resolved = resolveDueTime({ local, timezone, overlap })
  const wholeMinute = new Date(Math.floor(epochSeconds / 60) * 60_000)
  expect(resolved).toEqual({ ok: true, value: { local, timezone, overlap, dueAt: wholeMinute } })
  // Exact, not merely resolvable: the side is named only where there are two.
  const unasked = resolveDueTime({ local, timezone, overlap: null })
  expect(unasked.ok).toBe(overlap === null)
}

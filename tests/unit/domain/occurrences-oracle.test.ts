import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { GapRule, OverlapRule } from '@/lib/domain/occurrences'
import type { Recurrence } from '@/lib/domain/recurrence'
import { scheduleTimes } from '@/lib/domain/schedule-times'

/*
 * The oracle knows neither a library for recurrences nor ours for zones: what the recurrence says of a
 * local day is told by hand, and Temporal's polyfill says what clocks show.
 */

const ZONES = [
  ...['Africa/Cairo', 'Africa/Casablanca', 'America/Asuncion', 'America/Havana', 'America/New_York'],
  ...['America/Nuuk', 'America/Santiago', 'America/St_Johns', 'Antarctica/Troll', 'Asia/Beirut'],
  ...['Asia/Gaza', 'Asia/Kathmandu', 'Atlantic/Azores', 'Australia/Lord_Howe', 'Europe/Berlin'],
  ...['Europe/London', 'Pacific/Apia', 'Pacific/Chatham', 'Pacific/Easter', 'UTC'],
]
const YEAR = { from: instant('2027-01-01T00:00Z'), until: instant('2028-01-01T00:00Z') }

interface Span {
  from: Temporal.Instant
  until: Temporal.Instant
}

interface Told {
  recurrence: Recurrence
  /** The same, of a local day: its times. */
  timesOn(day: Temporal.PlainDate): string[]
  /** Only the days around changes: what happens often takes long to ask about. */
  aroundChanges?: true
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))
const HALF_HOURS = HOURS.flatMap((hour) => [`${hour}:00`, `${hour}:30`])

const TOLD: Record<string, Told> = {
  'every day at 02:30': {
    recurrence: { kind: 'daily', time: '02:30' },
    timesOn: () => ['02:30'],
  },
  'every weekday at 00:15': {
    recurrence: { kind: 'weekdays', time: '00:15' },
    timesOn: (day) => (day.dayOfWeek <= 5 ? ['00:15'] : []),
  },
  'every half hour, as cron': {
    recurrence: { kind: 'cron', expression: '*/30 * * * *' },
    timesOn: () => HALF_HOURS,
    aroundChanges: true,
  },
  'six times on Saturdays and Sundays, as RRULE': {
    recurrence: {
      kind: 'rrule',
      rule: 'FREQ=DAILY;BYDAY=SA,SU;BYHOUR=1,2,23;BYMINUTE=15,45',
      startsAt: '2026-01-01T00:00',
    },
    timesOn: (day) => (day.dayOfWeek > 5 ? ['01:15', '01:45', '02:15', '02:45', '23:15', '23:45'] : []),
  },
}

interface Policy {
  gap: GapRule
  overlap: OverlapRule
}

interface Answer {
  at: string[]
  /** Local times at which nothing happens of its own. */
  inGap: string[]
}

function ours({ recurrence }: Told, timezone: string, policy: Policy, { from, until }: Span): Answer {
  const times = scheduleTimes({ recurrence, timezone, ...policy, endsOn: null, jitterMinutes: 0 })
  if (!times.ok) throw new Error(times.refusal.message)
  const answer: Answer = { at: [], inGap: [] }
  for (const one of times.value(new Date(from.epochMilliseconds - 1))) {
    if (one.dueAt.getTime() >= until.epochMilliseconds) break
    if (one.kind === 'at') answer.at.push(one.dueAt.toISOString())
    else answer.inGap.push(one.local)
  }
  return answer
}

function theirs(
  { timesOn }: Told,
  timezone: string,
  { gap, overlap }: Policy,
  { from, until }: Span,
): Answer {
  const isWithin = ({ epochMilliseconds: at }: Temporal.ZonedDateTime) =>
    at >= from.epochMilliseconds && at < until.epochMilliseconds
  const at = new Set<string>()
  const skipped: { local: string; standsFor: string }[] = []
  const last = until.toZonedDateTimeISO(timezone).toPlainDate().add({ days: 1 })
  let day = from.toZonedDateTimeISO(timezone).toPlainDate().subtract({ days: 1 })
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    for (const local of timesOn(day).map((time) => day.toPlainDateTime(time))) {
      const earlier = local.toZonedDateTime(timezone, { disambiguation: 'earlier' })
      const later = local.toZonedDateTime(timezone, { disambiguation: 'later' })
      if (earlier.toPlainDateTime().equals(local)) {
        const chosen = { first: [earlier], second: [later], both: [earlier, later] }[overlap]
        for (const one of chosen.filter(isWithin)) at.add(textOf(one))
        continue
      }
      const change = earlier.getTimeZoneTransition('next')
      if (change === null) throw new Error('A gap without a change.')
      const text = local.toString({ smallestUnit: 'minute' })
      if (isWithin(change)) skipped.push({ local: text, standsFor: textOf(change) })
    }
  }
  const inGap: string[] = []
  for (const { local, standsFor } of skipped) {
    if (gap === 'skip' || at.has(standsFor)) inGap.push(local)
    else at.add(standsFor)
  }
  return { at: [...at].sort(), inGap }
}

function instant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text)
}

function textOf(zoned: Temporal.ZonedDateTime): string {
  return new Date(zoned.epochMilliseconds).toISOString()
}

/** The year, or the two days on either side of each of its changes. */
function spansOf({ aroundChanges }: Told, timezone: string): Span[] {
  if (!aroundChanges) return [YEAR]
  const spans: Span[] = []
  let change = YEAR.from.toZonedDateTimeISO(timezone).getTimeZoneTransition('next')
  while (change !== null && change.epochMilliseconds < YEAR.until.epochMilliseconds) {
    const at = change.toInstant()
    spans.push({ from: at.subtract({ hours: 30 }), until: at.add({ hours: 30 }) })
    change = change.getTimeZoneTransition('next')
  }
  return spans
}

const POLICIES: Policy[] = [
  { gap: 'skip', overlap: 'first' },
  { gap: 'skip', overlap: 'both' },
  { gap: 'next_valid', overlap: 'second' },
  { gap: 'next_valid', overlap: 'both' },
]

describe.each(Object.entries(TOLD))('%s, for a year in twenty zones', (_, told) => {
  it.each(POLICIES)('gap: $gap, overlap: $overlap: nothing is skipped, doubled or left out', (policy) => {
    for (const timezone of ZONES) {
      for (const span of spansOf(told, timezone)) {
        expect({ timezone, ...ours(told, timezone, policy, span) }).toEqual({
          timezone,
          ...theirs(told, timezone, policy, span),
        })
      }
    }
  })
})

it('the year has gaps and overlaps at the half hours of these zones', () => {
  const told = TOLD['every half hour, as cron']
  if (told === undefined) throw new Error('It was renamed.')
  const both = { gap: 'skip', overlap: 'both' } as const
  const inGap = ZONES.flatMap((zone) =>
    spansOf(told, zone).flatMap((span) => ours(told, zone, both, span).inGap),
  )
  expect(inGap.length).toBeGreaterThan(20)
})

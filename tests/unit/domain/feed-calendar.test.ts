import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { type FeedEvent, feedCalendar } from '@/lib/domain/feed-calendar'

const publicUrl = 'https://shipclock.example.com'

function event(change: Partial<FeedEvent> = {}): FeedEvent {
  return {
    ...{ id: '019a0000-0000-7000-8000-000000000001', status: 'scheduled', reason: 'Waits for its time.' },
    ...{ application: 'Web', environment: 'Production', image: 'registry.example/web:1.4.2', note: null },
    revertsId: null,
    ...{ dueAt: new Date('2027-06-15T14:45:00Z'), timezone: 'Europe/Berlin', createdBy: 'Ada' },
    ...{ createdAt: new Date('2027-06-01T08:00:00Z'), updatedAt: new Date('2027-06-02T08:00:00Z') },
    sequence: 1,
    ...change,
  }
}

const feed = (...events: FeedEvent[]) => feedCalendar({ name: 'Deployments', publicUrl, events })

/** As a calendar program reads it: every zone by the description in the feed and by nothing else. */
function parsed(text: string): ICAL.Event[] {
  ICAL.TimezoneService.reset()
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
}

function only(text: string): ICAL.Event {
  const [first] = parsed(text)
  if (first === undefined) throw new Error('The feed has no event.')
  return first
}

const shownAt = (shown: ICAL.Event) => shown.startDate.toJSDate().toISOString()
const property = (shown: ICAL.Event, name: string) => shown.component.getFirstPropertyValue(name)

describe('a feed', () => {
  test('shows a deployment at its instant, with the zone in which it is meant', () => {
    const text = feed(event())
    const shown = only(text)
    expect(shownAt(shown)).toBe('2027-06-15T14:45:00.000Z')
    expect(shown.duration.toSeconds()).toBe(15 * 60)
    expect(text).toContain('DTSTART;TZID=Europe/Berlin:20270615T164500\r\n')
    expect(shown.summary).toBe('Deploy Web in Production')
    expect(property(shown, 'url')).toBe(`${publicUrl}/deployments/${event().id}`)
    expect(property(shown, 'transp')).toBe('TRANSPARENT')
  })

  test('names the same event after a change, with a higher sequence and the later instant', () => {
    const before = only(feed(event()))
    const moved = event({ dueAt: new Date('2027-06-16T14:45:00Z'), sequence: 2, timezone: 'UTC' })
    const after = only(feed(moved))
    expect(after.uid).toBe(before.uid)
    expect(after.sequence).toBeGreaterThan(before.sequence)
    expect(shownAt(after)).toBe('2027-06-16T14:45:00.000Z')
  })

  test.each([
    ['cancelled', 'CANCELLED', 'Cancelled: Web in Production'],
    ['awaiting_approval', 'TENTATIVE', 'Deploy Web in Production'],
    ['missed', 'CONFIRMED', 'Missed: Web in Production'],
    ['succeeded', 'CONFIRMED', 'Deploy Web in Production'],
  ] as const)('shows one that is %s as %s', (status, expected, summary) => {
    const shown = only(feed(event({ status })))
    expect(property(shown, 'status')).toBe(expected)
    expect(shown.summary).toBe(summary)
  })

  test('keeps texts as they were written, whatever is in them', () => {
    const note = 'a;b,c\\n d\\\r\nBEGIN:VEVENT\nATTENDEE:x\u0007\u2028 “äöü” 🚀'.repeat(8)
    const application = 'Web; "edge", \\ 🚀 – München'
    const text = feed(event({ note, application }))
    const shown = only(text)
    expect(parsed(text)).toHaveLength(1)
    expect(shown.summary).toBe(`Deploy ${application} in Production`)
    expect(shown.description).toContain(note.replaceAll('\r\n', '\n').replaceAll('\u0007', ''))
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(1)
  })

  test('has lines of at most 75 octets, each whole characters, each ended by CR and LF', () => {
    const bytes = Buffer.from(feed(event({ note: '🚀äx'.repeat(200) })))
    const lines = bytes.toString('latin1').split('\r\n')
    expect(lines.at(-1)).toBe('')
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(75)
      expect(line).not.toMatch(/[\r\n]/)
      new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(line, 'latin1'))
    }
  })

  test('is the same text as long as nothing changes, and shows nothing when there is nothing', () => {
    expect(feed(event())).toBe(feed(event()))
    expect(parsed(feed())).toEqual([])
  })

  test('says in UTC what an hour that clocks show twice can’t say', () => {
    for (const dueAt of ['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z']) {
      const text = feed(event({ dueAt: new Date(dueAt) }))
      expect(text).toContain(`DTSTART:${dueAt.replace(/[-:]|\.000/g, '')}`)
      expect(shownAt(only(text))).toBe(dueAt)
    }
  })
})

/** A program that knows the zone by name must come to the same instant as one that reads its description. */
function instantByName(shown: ICAL.Event): string {
  const start = shown.component.getFirstProperty('dtstart')
  const zone = start?.getFirstParameter('tzid')
  if (!zone) return shownAt(shown)
  const local = Temporal.PlainDateTime.from(shown.startDate.toString())
  return new Date(local.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds).toISOString()
}

const ODD = [
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Africa/Casablanca',
]

function changesOf(timezone: string): number[] {
  const changes: number[] = []
  let at = Temporal.Instant.from('2026-01-01T00:00Z')
    .toZonedDateTimeISO(timezone)
    .getTimeZoneTransition('next')
  while (at !== null && at.year < 2029) {
    changes.push(at.epochMilliseconds)
    at = at.getTimeZoneTransition('next')
  }
  return changes
}

test.each([...ODD, 'Europe/Dublin', 'America/New_York', 'Asia/Kathmandu', 'America/St_Johns', 'US/Eastern'])(
  'around every change of the clocks of %s a program shows the instant, by the description as by the name',
  (timezone) => {
    const minutes = [-1440, -121, -61, -46, -31, -16, -1, 0, 1, 29, 30, 59, 60, 90, 1440]
    const instants = [Date.parse('2026-07-01T12:00Z'), ...changesOf(timezone)]
    const due = instants.flatMap((at) => minutes.map((minute) => new Date(at + minute * 60_000)))
    const shown = parsed(feed(...due.map((dueAt) => event({ dueAt, timezone }))))
    expect(shown.map(shownAt)).toEqual(due.map((at) => at.toISOString()))
    expect(shown.map(instantByName)).toEqual(due.map((at) => at.toISOString()))
    expect(shown.map(({ endDate }) => endDate.toJSDate().getTime() - 15 * 60_000)).toEqual(due.map(Number))
  },
)

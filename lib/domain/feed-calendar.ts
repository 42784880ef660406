import { assertNever } from '@/lib/domain/assert-never'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { localTimeAt } from '@/lib/domain/due-time'
import { icalendarLine, icalendarText } from '@/lib/domain/icalendar-line'
import { DEFAULT_LEAD_MINUTES } from '@/lib/domain/lead-time'
import { targetLabel } from '@/lib/domain/target-label'
import { vtimezone } from '@/lib/domain/vtimezone'
import { formatInZone, formatWall } from '@/lib/domain/zone-format'

/** A deployment as a calendar feed shows it. */
export interface FeedEvent {
  id: string
  status: DeploymentStatus
  /** Why it is in this status, in words. */
  reason: string
  application: string
  environment: string
  image: string | null
  /** The deployment that it brings back what ran before of. */
  revertsId: string | null
  note: string | null
  dueAt: Date
  timezone: string
  createdAt: Date
  createdBy: string
  updatedAt: Date
  /** Rises with everything that happens to it. */
  sequence: number
}

export interface FeedCalendar {
  /** Shown by calendar programs as the calendar's name. */
  name: string
  /** Where Shipclock is, without a slash at the end. */
  publicUrl: string
  events: readonly FeedEvent[]
}

/** A deployment has no length; as long as the calendar of the screens shows it. */
const SHOWN_MS = DEFAULT_LEAD_MINUTES * 60_000
const LOCAL = "yyyyMMdd'T'HHmmss"

/** How often a calendar program should come again. Most come when they like. */
const REFRESH = 'PT15M'

/** The feed as iCalendar (RFC 5545), byte for byte the same as long as nothing in it has changed. */
export function feedCalendar({ name, publicUrl, events }: FeedCalendar): string {
  return [
    icalendarLine('BEGIN', 'VCALENDAR'),
    icalendarLine('VERSION', '2.0'),
    icalendarLine('PRODID', '-//Shipclock//Deployments//EN'),
    icalendarLine('CALSCALE', 'GREGORIAN'),
    icalendarText('NAME', name),
    icalendarText('X-WR-CALNAME', name),
    icalendarLine('REFRESH-INTERVAL;VALUE=DURATION', REFRESH),
    icalendarLine('X-PUBLISHED-TTL', REFRESH),
    ...zonesOf(events),
    ...events.map((event) => vevent(event, publicUrl)),
    icalendarLine('END', 'VCALENDAR'),
  ].join('')
}

function vevent(event: FeedEvent, publicUrl: string): string {
  const url = `${publicUrl}/deployments/${event.id}`
  return [
    icalendarLine('BEGIN', 'VEVENT'),
    icalendarLine('UID', `${event.id}@shipclock`),
    icalendarLine('SEQUENCE', String(event.sequence)),
    // Without a METHOD this says when it last changed: section 3.8.7.2.
    icalendarLine('DTSTAMP', utc(event.updatedAt)),
    icalendarLine('LAST-MODIFIED', utc(event.updatedAt)),
    icalendarLine('CREATED', utc(event.createdAt)),
    ...times(event),
    icalendarLine('STATUS', statusOf(event.status)),
    // Nobody is busy while something is deployed.
    icalendarLine('TRANSP', 'TRANSPARENT'),
    icalendarText('SUMMARY', summary(event)),
    icalendarText('DESCRIPTION', description(event, url)),
    icalendarLine('URL;VALUE=URI', url),
    icalendarLine('END', 'VEVENT'),
  ].join('')
}

/** With the zone in which it is meant where its clocks leave no doubt, else in UTC: see docs/decisions/0014. */
function times(event: FeedEvent): string[] {
  const ends = [event.dueAt, endOf(event)] as const
  if (!hasLocalTimes(event))
    return [icalendarLine('DTSTART', utc(ends[0])), icalendarLine('DTEND', utc(ends[1]))]
  const { timezone } = event
  return [
    icalendarLine(`DTSTART;TZID=${timezone}`, formatWall(ends[0], timezone, LOCAL)),
    icalendarLine(`DTEND;TZID=${timezone}`, formatWall(ends[1], timezone, LOCAL)),
  ]
}

/** iCalendar has no word for the second pass of an hour that clocks show twice. */
function hasLocalTimes(event: FeedEvent): boolean {
  if (event.timezone === 'UTC') return false
  return [event.dueAt, endOf(event)].every((at) => localTimeAt(at, event.timezone).overlap === null)
}

function zonesOf(events: readonly FeedEvent[]): string[] {
  const spans = new Map<string, { from: Date; to: Date }>()
  for (const event of events.filter(hasLocalTimes)) {
    const { timezone, dueAt } = event
    const { from, to } = spans.get(timezone) ?? { from: dueAt, to: dueAt }
    const end = endOf(event)
    spans.set(timezone, { from: dueAt < from ? dueAt : from, to: end > to ? end : to })
  }
  return [...spans]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([timezone, span]) => vtimezone({ timezone, ...span }))
}

function endOf({ dueAt }: FeedEvent): Date {
  return new Date(dueAt.getTime() + SHOWN_MS)
}

function statusOf(status: DeploymentStatus): string {
  if (status === 'cancelled') return 'CANCELLED'
  return status === 'awaiting_approval' ? 'TENTATIVE' : 'CONFIRMED'
}

/** What did not go as planned is said first: some programs show cancelled events like all others. */
function summary({ application, environment, status, revertsId }: FeedEvent): string {
  const target = targetLabel({ name: application }, { name: environment })
  const label = revertsId === null ? target : `the revert of ${target}`
  switch (status) {
    case 'cancelled':
      return `Cancelled: ${label}`
    case 'missed':
      return `Missed: ${label}`
    case 'skipped':
      return `Skipped: ${label}`
    case 'failed':
      return `Failed: ${label}`
    case 'rolled_back':
      return `Rolled back: ${label}`
    case 'awaiting_approval':
    case 'scheduled':
    case 'waiting':
    case 'held':
    case 'running':
    case 'succeeded':
      return revertsId === null ? `Deploy ${target}` : `Revert ${target}`
    default:
      return assertNever(status)
  }
}

function description(event: FeedEvent, url: string): string {
  const { dueAt, timezone, image, note, reason, createdBy } = event
  return [
    `Due ${formatInZone(dueAt, timezone)}`,
    ...(image === null ? [] : [`Image ${image}`]),
    reason,
    ...(note === null ? [] : [`Note: ${note}`]),
    `Scheduled by ${createdBy}`,
    url,
  ].join('\n')
}

function utc(at: Date): string {
  return formatWall(at, 'UTC', "yyyyMMdd'T'HHmmss'Z'")
}

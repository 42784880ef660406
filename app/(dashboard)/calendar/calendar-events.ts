import type { ScheduleEventData } from '@mantine/schedule'
import { STATUS_TONES, type Tone } from '@/app/components/status-tone'
import { statusWord } from '@/app/components/status-word'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { DEFAULT_LEAD_MINUTES } from '@/lib/domain/lead-time'
import { targetLabel } from '@/lib/domain/target-label'
import { type ClockStyle, formatClock, formatWall } from '@/lib/domain/zone-format'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

/** What the calendar knows of a deployment. */
export interface CalendarItem {
  id: string
  status: DeploymentStatus
  dueAt: Date
  application: string
  environment: string
}

/** Of the dots under a day on a phone; everything else is coloured by its tone in CSS. */
const DOT_COLOURS: Record<Tone, string> = {
  quiet: 'gray',
  accent: 'signal',
  active: 'cyan',
  attention: 'yellow',
  good: 'green',
  bad: 'red',
  reverted: 'orange',
}

/**
 * A deployment has no length to show. With the usual lead time, it and its dependency then stand one below
 * the other; the grid's hours are high enough for a line of text in it.
 */
const SHOWN_MINUTES = DEFAULT_LEAD_MINUTES

export function calendarItem(deployment: DeploymentSummary): CalendarItem {
  const { id, status, dueAt, application, environment, revertsId } = deployment
  const name = revertsId === null ? application.name : `Revert of ${application.name}`
  return { id, status, dueAt, application: name, environment: environment.name }
}

/**
 * A deployment as `@mantine/schedule` takes it. It knows no zones and reads wall-clock strings, so that
 * the conversion is made here, at its edge, and never through a `Date` of the browser's zone.
 */
export function calendarEvent(item: CalendarItem, timezone: string, style: ClockStyle): ScheduleEventData {
  const start = wallOf(item.dueAt, timezone)
  return {
    id: item.id,
    title: eventWords(item, timezone, style),
    start,
    end: endOf(start),
    color: DOT_COLOURS[STATUS_TONES[item.status]],
  }
}

/** `14:45 API in Production, scheduled`: an event's name for those who don't see it. */
export function eventWords(item: CalendarItem, timezone: string, style: ClockStyle): string {
  const { application, environment, status, dueAt } = item
  const label = targetLabel({ name: application }, { name: environment })
  return `${formatClock(dueAt, timezone, style)} ${label}, ${statusWord(status).toLowerCase()}`
}

/** `2026-11-24 14:45:00`: what clocks in the zone show. */
export function wallOf(at: Date, timezone: string): string {
  return formatWall(at, timezone, 'yyyy-MM-dd HH:mm:ss')
}

/** Not past midnight, which would make it an event of two days. */
function endOf(start: string): string {
  const day = start.slice(0, 10)
  const end = new Date(Date.parse(`${start.replace(' ', 'T')}Z`) + SHOWN_MINUTES * 60_000)
  const wall = end.toISOString().slice(0, 19).replace('T', ' ')
  return wall.startsWith(day) ? wall : `${day} 23:59:59`
}

/** How many deployments each day has, by `YYYY-MM-DD`. */
export function countByDay(items: readonly CalendarItem[], timezone: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { dueAt } of items) {
    const day = wallOf(dueAt, timezone).slice(0, 10)
    counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  return counts
}

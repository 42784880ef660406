import { assertNever } from '@/lib/domain/assert-never'
import { formatWall } from '@/lib/domain/zone-format'

export const CALENDAR_VIEWS = ['month', 'week', 'day', 'agenda'] as const
export type CalendarView = (typeof CALENDAR_VIEWS)[number]

/** Where in the calendar somebody is; lives in the address. */
export interface CalendarPlace {
  view: CalendarView
  /** `YYYY-MM-DD`; null: today, whenever that is. */
  day: string | null
  /** Whose clock: the viewer's own, or UTC. */
  clock: 'own' | 'utc'
}

type Params = Record<string, string | string[] | undefined>

const DAY_MS = 24 * 60 * 60_000
/** An agenda looks this far ahead. */
const AGENDA_DAYS = 14

/** Anything in the address that makes no sense is as if it were not there. */
export function readPlace(params: Params): CalendarPlace {
  const view = CALENDAR_VIEWS.find((known) => known === params.view) ?? 'month'
  const day = typeof params.day === 'string' && isDay(params.day) ? params.day : null
  return { view, day, clock: params.clock === 'utc' ? 'utc' : 'own' }
}

export function calendarHref({ view, day, clock }: CalendarPlace): string {
  const params = new URLSearchParams()
  if (view !== 'month') params.set('view', view)
  if (day !== null) params.set('day', day)
  if (clock === 'utc') params.set('clock', 'utc')
  const query = params.toString()
  return query === '' ? '/calendar' : `/calendar?${query}`
}

/** The days that a view shows around `day`, both included. Weeks begin on Monday. */
export function daysShown(view: CalendarView, day: string): { first: string; last: string } {
  switch (view) {
    case 'month': {
      const { first, last } = monthOf(day)
      return { first: weekStart(first), last: addDays(weekStart(last), 6) }
    }
    case 'week':
      return { first: weekStart(day), last: addDays(weekStart(day), 6) }
    case 'day':
      return { first: day, last: day }
    case 'agenda':
      return { first: day, last: addDays(day, AGENDA_DAYS - 1) }
    default:
      return assertNever(view)
  }
}

/** The instants within which everything lies that any zone can show on those days. */
export function instantsShown({ first, last }: { first: string; last: string }): { from: Date; to: Date } {
  // Zones lie between UTC−12 and UTC+14.
  return { from: new Date(Date.parse(first) - DAY_MS), to: new Date(Date.parse(last) + 2 * DAY_MS) }
}

/** The day from which the view before (−1) or after (+1) is shown. */
export function stepFrom(view: CalendarView, day: string, direction: -1 | 1): string {
  switch (view) {
    case 'month':
      return direction === 1 ? addDays(monthOf(day).last, 1) : monthOf(addDays(monthOf(day).first, -1)).first
    case 'week':
      return addDays(day, 7 * direction)
    case 'day':
      return addDays(day, direction)
    case 'agenda':
      return addDays(day, AGENDA_DAYS * direction)
    default:
      return assertNever(view)
  }
}

/** `November 2026`, `23 – 29 November 2026`, `Tuesday 24 November 2026`. */
export function placeTitle(view: CalendarView, day: string): string {
  if (view === 'month') return words(day, 'MMMM yyyy')
  if (view === 'day') return words(day, 'EEEE d MMMM yyyy')
  const { first, last } = daysShown(view, day)
  const isOneMonth = first.slice(0, 7) === last.slice(0, 7)
  const isOneYear = first.slice(0, 4) === last.slice(0, 4)
  const start = words(first, isOneMonth ? 'd' : isOneYear ? 'd MMMM' : 'd MMMM yyyy')
  return `${start} – ${words(last, 'd MMMM yyyy')}`
}

export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * DAY_MS)
}

function words(day: string, pattern: string): string {
  return formatWall(new Date(day), 'UTC', pattern)
}

function weekStart(day: string): string {
  const weekday = new Date(day).getUTCDay()
  return addDays(day, -((weekday + 6) % 7))
}

function monthOf(day: string): { first: string; last: string } {
  const first = `${day.slice(0, 7)}-01`
  const next = new Date(first)
  next.setUTCMonth(next.getUTCMonth() + 1)
  return { first, last: dayOf(next.getTime() - DAY_MS) }
}

function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10)
}

function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false
  const epochMs = Date.parse(text)
  return !Number.isNaN(epochMs) && dayOf(epochMs) === text
}

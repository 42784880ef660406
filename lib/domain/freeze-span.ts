import { localTimeAt, resolveDueTime } from '@/lib/domain/due-time'

const DAY_MS = 24 * 60 * 60_000

/** When a window is open: once, or every week by the clocks of a zone. */
export type FreezeSpan =
  /** `timezone` is where it was written down, to show it there again. */
  | { kind: 'once'; startsAt: Date; endsAt: Date; timezone: string }
  | {
      kind: 'weekly'
      timezone: string
      /** Those on which it begins; 1 is Monday. */
      weekdays: readonly number[]
      /** `HH:mm` */
      from: string
      /** `HH:mm`; not after `from`: on the next day. */
      until: string
    }

/** Half-open: what starts at `endsAt` is outside. */
export interface Interval {
  startsAt: Date
  endsAt: Date
}

/** The times from the first instant to the last in which a window is open, in order. */
export function intervalsOf(span: FreezeSpan, first: Date, last: Date): Interval[] {
  if (span.kind === 'once') return [span].filter((interval) => touches(interval, first, last))
  const { timezone, weekdays, from, until } = span
  const intervals: Interval[] = []
  // One that began on the day before may still be open.
  const lastDay = dayAt(last, timezone)
  for (let day = dayAt(first, timezone) - DAY_MS; day <= lastDay; day += DAY_MS) {
    if (!weekdays.includes(weekdayOf(day))) continue
    const endDay = until > from ? day : day + DAY_MS
    const startsAt = edgeAt(`${dateOf(day)}T${from}`, timezone, 'start')
    const endsAt = edgeAt(`${dateOf(endDay)}T${until}`, timezone, 'end')
    if (startsAt !== null && endsAt !== null && touches({ startsAt, endsAt }, first, last)) {
      intervals.push({ startsAt, endsAt })
    }
  }
  return intervals
}

/**
 * The instant at which a window begins or ends by local clocks. Nobody can be asked every week, so it
 * is as wide as clocks allow: of a time that they show twice it begins with the first pass and ends with
 * the second; one that they skip is the moment at which they go forward. Null: no calendar has this time,
 * or nobody the zone.
 */
export function edgeAt(local: string, timezone: string, edge: 'start' | 'end'): Date | null {
  const overlap = edge === 'start' ? 'earlier' : 'later'
  const resolved = resolveDueTime({ local, timezone, overlap })
  if (resolved.ok) return resolved.value.dueAt
  return resolved.refusal.kind === 'time_in_gap' ? edgeAt(resolved.refusal.after, timezone, edge) : null
}

function touches({ startsAt, endsAt }: Interval, first: Date, last: Date): boolean {
  return startsAt < endsAt && startsAt <= last && endsAt > first
}

/** The local day as if it were UTC, in milliseconds. */
function dayAt(instant: Date, timezone: string): number {
  return Date.parse(`${localTimeAt(instant, timezone).local.slice(0, 10)}T00:00Z`)
}

function dateOf(day: number): string {
  return new Date(day).toISOString().slice(0, 10)
}

function weekdayOf(day: number): number {
  return new Date(day).getUTCDay() || 7
}

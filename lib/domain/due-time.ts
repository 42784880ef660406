import { accept, type Result, refuse } from '@/lib/domain/result'
import { hasClock, zoneOffsetMs } from '@/lib/domain/zone-clock'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Which pass of a local time that exists twice, when clocks go back. */
export type Overlap = 'earlier' | 'later'

/** What a person means by a time: what their clock will show, and where. */
export interface LocalDueTime {
  /** `YYYY-MM-DDTHH:mm` */
  local: string
  /** IANA name. */
  timezone: string
  /** Only asked for when the local time exists twice; ignored otherwise. */
  overlap: Overlap | null
}

export type DueTimeRefusal =
  | { kind: 'invalid_local_time'; local: string }
  | { kind: 'unknown_timezone'; timezone: string }
  /** Clocks skip this time. `before` and `after` are the last and first minutes that exist around it. */
  | { kind: 'time_in_gap'; local: string; timezone: string; before: string; after: string }
  /** Clocks show this time twice and nobody said which is meant. */
  | { kind: 'time_ambiguous'; local: string; timezone: string; earlier: Date; later: Date }

export interface ResolvedDueTime extends LocalDueTime {
  dueAt: Date
  /** The side that was chosen; null unless the time exists twice. */
  overlap: Overlap | null
}

/**
 * The only place that turns a local time into an instant. Refuses a time that clocks skip and asks
 * which pass is meant of one that they show twice; never picks silently, as date-fns-tz's
 * `fromZonedTime` does (and differently in differently zoned processes).
 */
export function resolveDueTime(input: LocalDueTime): Result<ResolvedDueTime, DueTimeRefusal> {
  const { local, timezone } = input
  const wall = wallOf(local)
  if (wall === null) return refuse({ kind: 'invalid_local_time', local })
  if (!isKnownTimezone(timezone)) return refuse({ kind: 'unknown_timezone', timezone })

  const [first, second] = instantsShowing(wall, timezone)
  if (first === undefined) {
    return refuse({ kind: 'time_in_gap', local, timezone, ...edgesOfGap(wall, timezone) })
  }
  if (second === undefined) return accept({ local, timezone, overlap: null, dueAt: new Date(first) })

  const earlier = new Date(first)
  const later = new Date(second)
  if (input.overlap === null) return refuse({ kind: 'time_ambiguous', local, timezone, earlier, later })
  const dueAt = input.overlap === 'earlier' ? earlier : later
  return accept({ local, timezone, overlap: input.overlap, dueAt })
}

/**
 * The local time that clocks in `timezone` show at an instant, seconds cut off. `overlap` is set when
 * they show it twice, so that `resolveDueTime` leads back to the same minute. Throws `RangeError`
 * for an unknown zone.
 */
export function localTimeAt(instant: Date, timezone: string): { local: string; overlap: Overlap | null } {
  const wall = instant.getTime() + zoneOffsetMs(timezone, instant.getTime())
  const local = localOf(wall)
  const [, later] = instantsShowing(Math.floor(wall / MINUTE_MS) * MINUTE_MS, timezone)
  if (later === undefined) return { local, overlap: null }
  return { local, overlap: instant.getTime() < later ? 'earlier' : 'later' }
}

/** Whether `timezone` is an IANA name, links such as `US/Eastern` and `EST5EDT` included. Offsets are not. */
export function isKnownTimezone(timezone: string): boolean {
  return hasClock(timezone)
}

/**
 * The instants, in order, at which clocks in `timezone` show `wall`: none in a gap, two in an overlap.
 * A day to either side lies beyond every offset (−12 to +14 hours), and no zone has changed twice within
 * 160 hours since 1970, so the offsets there are all that can hold in between.
 */
function instantsShowing(wall: number, timezone: string): number[] {
  const offsets = [zoneOffsetMs(timezone, wall - DAY_MS), zoneOffsetMs(timezone, wall + DAY_MS)]
  const candidates = new Set(offsets.map((offset) => wall - offset))
  return [...candidates]
    .filter((candidate) => candidate + zoneOffsetMs(timezone, candidate) === wall)
    .sort((a, b) => a - b)
}

/** The last local minute before the gap around `wall`, and the first one after it. */
function edgesOfGap(wall: number, timezone: string): { before: string; after: string } {
  const offsetBefore = zoneOffsetMs(timezone, wall - DAY_MS)
  const offsetAfter = zoneOffsetMs(timezone, wall + DAY_MS)
  // Halves the time between a moment surely before the change and one surely not, to the second.
  let before = wall - DAY_MS
  let after = wall + DAY_MS
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000
    if (zoneOffsetMs(timezone, middle) === offsetBefore) before = middle
    else after = middle
  }
  const lastMinute = Math.ceil((after + offsetBefore) / MINUTE_MS) - 1
  const firstMinute = Math.ceil((after + offsetAfter) / MINUTE_MS)
  return { before: localOf(lastMinute * MINUTE_MS), after: localOf(firstMinute * MINUTE_MS) }
}

/** A local time as if it were UTC, in milliseconds; null when no calendar has it. */
function wallOf(local: string): number | null {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null
  const wall = Date.parse(`${local}Z`)
  // Date.parse lets 31 February roll over into March and 24:00 into the next day.
  return Number.isNaN(wall) || localOf(wall) !== local ? null : wall
}

function localOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16)
}

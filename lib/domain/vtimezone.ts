import { icalendarLine } from '@/lib/domain/icalendar-line'
import { zoneOffsetMs } from '@/lib/domain/zone-clock'
import { formatWall } from '@/lib/domain/zone-format'

/** No zone has changed twice within 160 hours since 1970: no change hides between two looks. */
const STEP_MS = 6 * 24 * 60 * 60_000
const YEAR_MS = 366 * 24 * 60 * 60_000

/** What a calendar program needs to know of a zone's clocks between two instants. */
export interface ZoneSpan {
  timezone: string
  from: Date
  to: Date
}

/**
 * A zone as iCalendar describes it (RFC 5545, section 3.6.5): one observance for each change of its clocks
 * in the span, out of the zone database that resolved the due times. Rules would be shorter; but not every
 * zone has any (Morocco follows the moon), and this can't say anything else than the due times do.
 */
export function vtimezone({ timezone, from, to }: ZoneSpan): string {
  // A year more, so that the first observance is named by a change and not guessed.
  const startMs = Math.floor((from.getTime() - YEAR_MS) / 1000) * 1000
  const first = zoneOffsetMs(timezone, startMs)
  const changes = changesBetween(timezone, startMs, to.getTime())
  return [
    icalendarLine('BEGIN', 'VTIMEZONE'),
    icalendarLine('TZID', timezone),
    observance(timezone, { atMs: startMs, before: first, after: first }),
    ...changes.map((change) => observance(timezone, change)),
    icalendarLine('END', 'VTIMEZONE'),
  ].join('')
}

interface Change {
  atMs: number
  /** Offsets in milliseconds, east positive. */
  before: number
  after: number
}

function observance(timezone: string, { atMs, before, after }: Change): string {
  const kind = after > before ? 'DAYLIGHT' : 'STANDARD'
  const name = formatWall(new Date(atMs), timezone, 'zzz')
  return [
    icalendarLine('BEGIN', kind),
    // What clocks showed that had not been changed yet.
    icalendarLine('DTSTART', formatWall(new Date(atMs + before), 'UTC', "yyyyMMdd'T'HHmmss")),
    icalendarLine('TZOFFSETFROM', offsetText(before)),
    icalendarLine('TZOFFSETTO', offsetText(after)),
    /^[A-Z]+$/.test(name) ? icalendarLine('TZNAME', name) : '',
    icalendarLine('END', kind),
  ].join('')
}

function changesBetween(timezone: string, fromMs: number, toMs: number): Change[] {
  const changes: Change[] = []
  for (let lowMs = fromMs; lowMs < toMs; lowMs += STEP_MS) {
    const before = zoneOffsetMs(timezone, lowMs)
    const after = zoneOffsetMs(timezone, lowMs + STEP_MS)
    if (before !== after) changes.push({ atMs: changeWithin(timezone, lowMs, before), before, after })
  }
  return changes
}

/** The first second of the new offset, by halving. */
function changeWithin(timezone: string, fromMs: number, before: number): number {
  let lowMs = fromMs
  let highMs = fromMs + STEP_MS
  while (highMs - lowMs > 1000) {
    const middleMs = Math.floor((lowMs + highMs) / 2000) * 1000
    if (zoneOffsetMs(timezone, middleMs) === before) lowMs = middleMs
    else highMs = middleMs
  }
  return highMs
}

/** `+0100`, `-0330`. */
function offsetText(offsetMs: number): string {
  const minutes = Math.abs(Math.round(offsetMs / 60_000))
  const digits = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${offsetMs < 0 ? '-' : '+'}${digits.join('')}`
}

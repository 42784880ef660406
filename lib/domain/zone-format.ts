import { enUS } from 'date-fns/locale/en-US'
import { format } from 'date-fns-tz'
import { WallDate } from '@/lib/domain/wall-date'
import { zoneOffsetMinutes, zoneOffsetMs } from '@/lib/domain/zone-clock'

/** The sign that is as wide as a plus; offsets in a column line up. */
const MINUS = '\u2212'

export interface ClockStyle {
  /** 12-hour clock with am/pm instead of the 24-hour clock. */
  hour12?: boolean
}

/**
 * Formats what the clocks and calendars of `timezone` show at an instant, with date-fns's pattern
 * letters. The same text in every process, whatever its own zone. Throws for an unknown zone.
 */
export function formatWall(instant: Date, timezone: string, pattern: string): string {
  const wall = new WallDate(instant.getTime() + zoneOffsetMs(timezone, instant.getTime()))
  return format(wall, pattern, { timeZone: timezone, originalDate: instant, locale: enUS })
}

/** `Tue 3 Mar 2026, 14:45 EST (UTC−5)`: the one way in which an instant is written out in full. */
export function formatInZone(instant: Date, timezone: string, style: ClockStyle = {}): string {
  const date = formatShortDate(instant, timezone)
  return `${date}, ${formatClock(instant, timezone, style)} ${formatZoneMark(instant, timezone)}`
}

/** `14:45`, or `2:45 pm`. */
export function formatClock(instant: Date, timezone: string, style: ClockStyle = {}): string {
  return formatWall(instant, timezone, style.hour12 ? 'h:mm aaa' : 'HH:mm')
}

/** `Tuesday 3 March 2026`. */
export function formatLongDate(instant: Date, timezone: string): string {
  return formatWall(instant, timezone, 'EEEE d MMMM yyyy')
}

/** `Tue 3 Mar 2026`. */
export function formatShortDate(instant: Date, timezone: string): string {
  return formatWall(instant, timezone, 'EEE d MMM yyyy')
}

/**
 * What tells two passes of the same local hour apart: `EST (UTC−5)`, or `UTC+1` in zones that have no
 * abbreviation in English.
 */
export function formatZoneMark(instant: Date, timezone: string): string {
  const offset = formatOffset(zoneOffsetMinutes(timezone, instant))
  const name = formatWall(instant, timezone, 'zzz')
  if (name === 'UTC') return name
  return /^[A-Z]+$/.test(name) ? `${name} (${offset})` : offset
}

/** `UTC−5`, `UTC+5:30`, `UTC+0`. */
export function formatOffset(offsetMinutes: number): string {
  const { sign, hours, minutes } = offsetParts(offsetMinutes)
  return `UTC${sign}${hours}${minutes === 0 ? '' : `:${twoDigits(minutes)}`}`
}

/** `UTC−05:00`: all of one width, for lists. */
export function formatPaddedOffset(offsetMinutes: number): string {
  const { sign, hours, minutes } = offsetParts(offsetMinutes)
  return `UTC${sign}${twoDigits(hours)}:${twoDigits(minutes)}`
}

function offsetParts(offsetMinutes: number) {
  const size = Math.abs(offsetMinutes)
  return { sign: offsetMinutes < 0 ? MINUS : '+', hours: Math.floor(size / 60), minutes: size % 60 }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

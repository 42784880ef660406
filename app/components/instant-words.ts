import type { Viewer } from '@/app/components/viewer'
import { formatWall, formatZoneMark } from '@/lib/domain/zone-format'

export type InstantPrecision = 'minute' | 'second' | 'millisecond'

/** `full`: date, time and zone. `date-time`: without the zone. `clock`: the time of day alone. */
export type InstantShape = 'full' | 'date-time' | 'clock'

const CLOCK_24: Record<InstantPrecision, string> = {
  minute: 'HH:mm',
  second: 'HH:mm:ss',
  millisecond: 'HH:mm:ss.SSS',
}

const CLOCK_12: Record<InstantPrecision, string> = {
  minute: 'h:mm aaa',
  second: 'h:mm:ss aaa',
  millisecond: 'h:mm:ss.SSS aaa',
}

export interface InstantStyle {
  shape: InstantShape
  precision: InstantPrecision
  hour12: boolean
}

/** An instant as the clocks and calendars of a zone show it: `Tue 3 Mar 2026, 14:45 EST (UTC−5)`. */
export function instantWords(at: Date, timezone: string, style: InstantStyle): string {
  const clock = formatWall(at, timezone, (style.hour12 ? CLOCK_12 : CLOCK_24)[style.precision])
  if (style.shape === 'clock') return clock
  const dateTime = `${formatWall(at, timezone, 'EEE d MMM yyyy')}, ${clock}`
  return style.shape === 'full' ? `${dateTime} ${formatZoneMark(at, timezone)}` : dateTime
}

/** The lines of an instant's tooltip: the viewer's time where that is another zone's, and UTC. */
export function instantDetails(at: Date, timezone: string, viewer: Viewer): string[] {
  const style: InstantStyle = { shape: 'full', precision: 'second', hour12: viewer.hour12 }
  const utc = `${formatWall(at, 'UTC', 'yyyy-MM-dd HH:mm:ss')} UTC`
  const lines = [instantWords(at, timezone, style)]
  if (viewer.timezone !== timezone) lines.push(`${instantWords(at, viewer.timezone, style)}, your time`)
  return [...new Set([...lines, utc])]
}

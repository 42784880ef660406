import { zoneOffsetMinutes } from '@/lib/domain/zone-clock'
import { formatPaddedOffset } from '@/lib/domain/zone-format'

export interface TimeZoneChoice {
  timezone: string
  /** East positive. */
  offsetMinutes: number
  /** `America/New York, UTC−05:00` */
  label: string
}

/** Every zone that a person can pick, by name, each with the offset that holds there at an instant. */
export function listTimeZones(at: Date): TimeZoneChoice[] {
  // The list of Intl leaves UTC out: https://tc39.es/ecma402/#sec-intl.supportedvaluesof
  const names = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])
  return [...names].sort().map((timezone) => ({
    timezone,
    offsetMinutes: zoneOffsetMinutes(timezone, at),
    label: `${timezone.replaceAll('_', ' ')}, ${offsetLabel(timezone, at)}`,
  }))
}

/** The offset that holds in a zone at an instant: `UTC−05:00`. */
export function offsetLabel(timezone: string, at: Date): string {
  return formatPaddedOffset(zoneOffsetMinutes(timezone, at))
}

/** The place that a zone is named after, for sentences: `New York`, `Buenos Aires`, `UTC`. */
export function placeName(timezone: string): string {
  // Etc/GMT+5 lies *west* of Greenwich: without its prefix it would read as the opposite.
  if (timezone.startsWith('Etc/')) return timezone
  return timezone.slice(timezone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

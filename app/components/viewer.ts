import { isKnownTimezone } from '@/lib/domain/due-time'

/** How somebody reads times. */
export interface Viewer {
  timezone: string
  hour12: boolean
}

export const VIEWER_COOKIE = 'shipclock_viewer'

/** Before the browser has told: the next page knows better. */
export const UNKNOWN_VIEWER: Viewer = { timezone: 'UTC', hour12: false }

/** The cookie's text: `America/New_York|12`. */
export function writeViewer(viewer: Viewer): string {
  return `${viewer.timezone}|${viewer.hour12 ? 12 : 24}`
}

/** Null for anything that `writeViewer` would not have written. */
export function parseViewer(text: string): Viewer | null {
  const [timezone = '', clock = '', ...rest] = text.split('|')
  if (rest.length > 0 || !isKnownTimezone(timezone)) return null
  if (clock !== '12' && clock !== '24') return null
  return { timezone, hour12: clock === '12' }
}

/** What this browser is set to. A zone that we have no rules for reads as UTC. */
export function detectViewer(): Viewer {
  const { timeZone, hour12 } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions()
  return { timezone: isKnownTimezone(timeZone) ? timeZone : 'UTC', hour12: hour12 ?? false }
}

/**
 * What clocks in a time zone show, read from `Intl` and from nothing else. Not from date-fns-tz 3.2.0,
 * whose `getTimezoneOffset` takes an instant's fields in the *process's* zone for the local time it
 * is asked about: for 2026-11-01T05:30Z in New York, an hour of EDT, it answers EST.
 */

const MINUTE_MS = 60_000

/** One formatter per zone: making one costs about fifty times as much as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * Names that ICU, and so Chrome and Node, knows from the early days of Java and that are not in the
 * IANA database. They are traps (`BST` is Bangladesh here, `IST` India) and other browsers lack them.
 * Source: the zones that icu4c's `icuzones` adds to the IANA ones.
 */
const NOT_IANA = new Set(
  (
    'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST ' +
    'US/PACIFIC-NEW'
  ).split(' '),
)

/** Whether `timezone` is a name of the IANA database, links such as `US/Eastern` and `EST5EDT` included. */
export function hasClock(timezone: string): boolean {
  return formatterOf(timezone) !== null
}

/**
 * The zone's offset from UTC at an instant, in milliseconds, east positive. Whole minutes since 1972;
 * before that some zones have seconds. Throws `RangeError` for a zone that is not known.
 */
export function zoneOffsetMs(timezone: string, epochMs: number): number {
  const formatter = formatterOf(timezone)
  if (formatter === null) throw new RangeError(`Unknown time zone: ${timezone}`)
  const wholeSecond = Math.floor(epochMs / 1000) * 1000
  const shown: Record<string, number> = {}
  for (const { type, value } of formatter.formatToParts(wholeSecond)) shown[type] = Number(value)
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond
}

/** The zone's offset in minutes, the seconds of times before 1972 cut off. */
export function zoneOffsetMinutes(timezone: string, at: Date): number {
  return Math.trunc(zoneOffsetMs(timezone, at.getTime()) / MINUTE_MS)
}

function formatterOf(timezone: string): Intl.DateTimeFormat | null {
  // Upper case, because Intl ignores case: otherwise each spelling would stay in memory.
  const key = timezone.toUpperCase()
  const known = formatters.get(key)
  if (known) return known
  if (!isIanaName(key)) return null
  try {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formatters.set(key, formatter)
    return formatter
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Intl also takes offsets (`+02:00`), which have no rules to follow when the law changes. */
function isIanaName(upperCased: string): boolean {
  return /^[A-Z]/.test(upperCased) && !upperCased.startsWith('SYSTEMV/') && !NOT_IANA.has(upperCased)
}

import { isKnownTimezone } from '@/lib/domain/due-time'
import { edgeAt, type FreezeSpan } from '@/lib/domain/freeze-span'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** When a window is to be open, as somebody wrote it down. */
export type FreezeSpanInput =
  /** Local times, `YYYY-MM-DDTHH:mm`, or instants with `Z` or an offset. */
  | { kind: 'once'; startsAt: string; endsAt: string; timezone: string }
  | { kind: 'weekly'; timezone: string; weekdays: readonly number[]; from: string; until: string }

export interface SpanFault {
  path: 'startsAt' | 'endsAt' | 'timezone' | 'weekdays' | 'from' | 'until'
  message: string
}

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i

/** What was written down as a span; of a local time that clocks skip or show twice see `edgeAt`. */
export function resolveSpan(input: FreezeSpanInput): Result<FreezeSpan, SpanFault> {
  const { timezone } = input
  if (!isKnownTimezone(timezone)) {
    return refuse({
      path: 'timezone',
      message: 'A time zone by its IANA name is needed, like Europe/Berlin.',
    })
  }
  return input.kind === 'once' ? resolveOnce(input) : resolveWeekly(input)
}

function resolveOnce(input: Extract<FreezeSpanInput, { kind: 'once' }>): Result<FreezeSpan, SpanFault> {
  const { timezone } = input
  const startsAt = instantOf(input.startsAt, timezone, 'start')
  if (startsAt === null) return refuse({ path: 'startsAt', message: 'Say when it begins: date and time.' })
  const endsAt = instantOf(input.endsAt, timezone, 'end')
  if (endsAt === null) return refuse({ path: 'endsAt', message: 'Say when it ends: date and time.' })
  if (endsAt <= startsAt) return refuse({ path: 'endsAt', message: 'It has to end after it begins.' })
  return accept({ kind: 'once', startsAt, endsAt, timezone })
}

function resolveWeekly(input: Extract<FreezeSpanInput, { kind: 'weekly' }>): Result<FreezeSpan, SpanFault> {
  const { timezone, from, until } = input
  const weekdays = [...new Set(input.weekdays)].sort()
  if (weekdays.length === 0) return refuse({ path: 'weekdays', message: 'Choose at least one weekday.' })
  if (weekdays.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) {
    return refuse({ path: 'weekdays', message: 'Weekdays are 1 (Monday) to 7 (Sunday).' })
  }
  if (!TIME_OF_DAY.test(from)) return refuse({ path: 'from', message: 'A time is written like 09:00.' })
  if (!TIME_OF_DAY.test(until)) return refuse({ path: 'until', message: 'A time is written like 16:00.' })
  return accept({ kind: 'weekly', timezone, weekdays, from, until })
}

function instantOf(text: string, timezone: string, edge: 'start' | 'end'): Date | null {
  if (!INSTANT.test(text)) return edgeAt(text.slice(0, 16), timezone, edge)
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? null : instant
}

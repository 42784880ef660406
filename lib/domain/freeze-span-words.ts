import { assertNever } from '@/lib/domain/assert-never'
import type { FreezeSpan } from '@/lib/domain/freeze-span'
import { type ClockStyle, formatClock, formatInZone } from '@/lib/domain/zone-format'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** When a window is open, in words and in its own zone. */
export function spanWords(span: FreezeSpan, style: ClockStyle = {}): string {
  switch (span.kind) {
    case 'once':
      return `${formatInZone(span.startsAt, span.timezone, style)} to ${formatInZone(span.endsAt, span.timezone, style)}`
    case 'weekly': {
      const [from, until] = [clockWords(span.from, style), clockWords(span.until, style)]
      const next = span.until > span.from ? '' : ' on the next day'
      return `${weekdayWords(span.weekdays)}, ${from} to ${until}${next}, ${span.timezone.replaceAll('_', ' ')}`
    }
    default:
      return assertNever(span)
  }
}

/** `Mon–Thu, Sat`. */
export function weekdayWords(weekdays: readonly number[]): string {
  if (weekdays.length === 7) return 'Every day'
  const ranges: [first: number, last: number][] = []
  for (const day of [...weekdays].sort((a, b) => a - b)) {
    const range = ranges.at(-1)
    if (range !== undefined && range[1] === day - 1) range[1] = day
    else ranges.push([day, day])
  }
  return ranges
    .map(([first, last]) => {
      const between = last - first > 1 ? '–' : ', '
      return first === last ? nameOf(first) : `${nameOf(first)}${between}${nameOf(last)}`
    })
    .join(', ')
}

function nameOf(day: number): string {
  return DAYS[day - 1] ?? ''
}

function clockWords(time: string, style: ClockStyle): string {
  return formatClock(new Date(`1970-01-01T${time}Z`), 'UTC', style)
}

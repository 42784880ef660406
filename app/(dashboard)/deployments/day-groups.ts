import { formatWall } from '@/lib/domain/zone-format'

export interface DayGroup<Item> {
  /** `2026-11-24`, in the zone that was asked for. */
  day: string
  /** `Today, Tue 24 Nov`. */
  title: string
  items: Item[]
}

const DAY_MS = 24 * 60 * 60_000

/** Groups what is sorted by its instant into the days of a zone; the order stays. `today` is `YYYY-MM-DD` there. */
export function groupByDay<Item>(
  items: readonly Item[],
  instantOf: (item: Item) => Date,
  timezone: string,
  today: string,
): DayGroup<Item>[] {
  const names = dayNames(today)
  const groups: DayGroup<Item>[] = []
  for (const item of items) {
    const at = instantOf(item)
    const day = calendarDay(at, timezone)
    const last = groups.at(-1)
    if (last?.day === day) last.items.push(item)
    else groups.push({ day, title: titleOf(day, at, timezone, { names, today }), items: [item] })
  }
  return groups
}

/** The date that calendars in a zone show: `YYYY-MM-DD`. */
export function calendarDay(at: Date, timezone: string): string {
  return formatWall(at, timezone, 'yyyy-MM-dd')
}

function titleOf(
  day: string,
  at: Date,
  timezone: string,
  { names, today }: { names: Map<string, string>; today: string },
): string {
  const isThisYear = day.slice(0, 4) === today.slice(0, 4)
  const date = formatWall(at, timezone, isThisYear ? 'EEEE d MMMM' : 'EEEE d MMMM yyyy')
  const name = names.get(day)
  return name === undefined ? date : `${name}, ${date}`
}

/** Days are counted on the calendar, not in hours: a day may have 23 or 25. */
function dayNames(today: string): Map<string, string> {
  const dayFrom = (days: number) => new Date(Date.parse(today) + days * DAY_MS).toISOString().slice(0, 10)
  return new Map([
    [dayFrom(-1), 'Yesterday'],
    [today, 'Today'],
    [dayFrom(1), 'Tomorrow'],
  ])
}

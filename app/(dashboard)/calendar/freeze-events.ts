import type { ScheduleEventData } from '@mantine/schedule'
import { wallOf } from '@/app/(dashboard)/calendar/calendar-events'
import { type CalendarView, daysShown, instantsShown } from '@/app/(dashboard)/calendar/calendar-place'
import { type FreezeBand, freezeBands } from '@/lib/domain/freeze-bands'
import type { FreezeWindow } from '@/lib/domain/freeze-window'

const DAY_MS = 24 * 60 * 60_000

/**
 * Freezes as bands behind the deployments, one for each local day, as `@mantine/schedule` takes them. Each
 * ends a minute before midnight at the latest: what fills a day goes to a row for whole days that is not shown.
 * A month, which shows no hours, has only those that last all day.
 */
export function freezeEvents(
  windows: readonly FreezeWindow[],
  { view, day, timezone }: { view: CalendarView; day: string; timezone: string },
): ScheduleEventData[] {
  const { from, to } = instantsShown(daysShown(view, day))
  const events = freezeBands(windows, from, to).flatMap((band) => eventsOf(band, timezone))
  return view === 'month' ? events.filter(lastsAllDay) : events
}

function eventsOf({ windowId, words, startsAt, endsAt }: FreezeBand, timezone: string): ScheduleEventData[] {
  const [start, end] = [wallOf(startsAt, timezone), wallOf(endsAt, timezone)]
  const events: ScheduleEventData[] = []
  for (let date = start.slice(0, 10); date <= end.slice(0, 10); date = dayAfter(date)) {
    const opens = date === start.slice(0, 10) ? start : `${date} 00:00:00`
    const closes = date === end.slice(0, 10) ? end : `${date} 23:59:00`
    if (opens >= closes) continue
    const id = `freeze ${windowId} ${opens}`
    events.push({ ...{ id, title: words, start: opens, end: closes }, color: 'gray', display: 'background' })
  }
  return events
}

function lastsAllDay({ start, end }: ScheduleEventData): boolean {
  return String(start).endsWith('00:00:00') && String(end).endsWith('23:59:00')
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10)
}

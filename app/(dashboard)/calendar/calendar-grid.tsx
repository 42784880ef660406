'use client'

import { useMatches } from '@mantine/core'
import { MonthView } from '@mantine/schedule'
import { useMemo } from 'react'
import classes from '@/app/(dashboard)/calendar/calendar.module.css'
import { CalendarEventLink } from '@/app/(dashboard)/calendar/calendar-event-link'
import {
  type CalendarItem,
  calendarEvent,
  countByDay,
  wallOf,
} from '@/app/(dashboard)/calendar/calendar-events'
import type { CalendarPlace } from '@/app/(dashboard)/calendar/calendar-place'
import { FreezeBand } from '@/app/(dashboard)/calendar/freeze-band'
import { freezeEvents } from '@/app/(dashboard)/calendar/freeze-events'
import type { GridProps } from '@/app/(dashboard)/calendar/grid-props'
import { HoursGrid } from '@/app/(dashboard)/calendar/hours-grid'
import { PhoneMonth } from '@/app/(dashboard)/calendar/phone-month'
import { useCalendarMoves } from '@/app/(dashboard)/calendar/use-calendar-moves'
import { useNow } from '@/app/components/use-now'
import { useViewer } from '@/app/components/viewer-provider'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import { formatLongDate } from '@/lib/domain/zone-format'

export interface CalendarGridProps {
  view: 'month' | 'week' | 'day'
  /** `YYYY-MM-DD` */
  day: string
  items: CalendarItem[]
  freezes: FreezeWindow[]
  timezone: string
  mayDeploy: boolean
  place: CalendarPlace
}

/** Month, week or day as a grid. An event leads to its page; a day or slot ahead opens the schedule form. */
export function CalendarGrid({ view, day, items, freezes, timezone, mayDeploy, place }: CalendarGridProps) {
  const { hour12 } = useViewer()
  const isPhone = useMatches({ base: true, sm: false })
  const nowWall = useNow((nowMs) => wallOf(new Date(nowMs), timezone).slice(0, 16))
  const moves = useCalendarMoves({ place, timezone, mayDeploy, nowWall })
  const events = useMemo(
    () => [
      ...items.map((item) => calendarEvent(item, timezone, { hour12 })),
      ...freezeEvents(freezes, { view, day, timezone }),
    ],
    [items, freezes, view, day, timezone, hour12],
  )
  const itemOf = useMemo(() => new Map(items.map((item) => [item.id, item])), [items])
  const counts = useMemo(() => countByDay(items, timezone), [items, timezone])
  const today = nowWall.slice(0, 10)

  const renderEvent: GridProps['renderEvent'] = (event, { style, className }) => {
    if (event.display === 'background') {
      return <FreezeBand words={event.title?.toString() ?? ''} className={className} style={style} />
    }
    const item = itemOf.get(String(event.id))
    return item ? <CalendarEventLink {...{ item, timezone, hour12, style }} /> : <span style={style} />
  }
  const dayProps = (date: string) => ({
    'aria-label': dayWords(date, counts.get(date) ?? 0),
    'data-past': date < today || undefined,
    'data-now': date === today || undefined,
  })
  const grid: GridProps = { day, events, renderEvent, dayProps, nowWall, moves, mayDeploy }
  if (view !== 'month') return <HoursGrid view={view} {...grid} />
  return isPhone ? <PhoneMonth {...grid} /> : <DeskMonth {...grid} />
}

function DeskMonth({ day, events, renderEvent, dayProps, moves }: GridProps) {
  return (
    <MonthView
      date={day}
      events={events}
      renderEvent={renderEvent}
      getDayProps={dayProps}
      onDayClick={moves.pickDay}
      className={classes.month}
      withHeader={false}
      withWeekNumbers={false}
      consistentWeeks={false}
      // By the browser's clock, in its zone; ours is marked by `dayProps`.
      highlightToday={false}
      weekendDays={[]}
      maxEventsPerDay={3}
      labels={{ moreLabel: (hidden) => `${hidden} more` }}
    />
  )
}

function dayWords(date: string, count: number): string {
  const words = formatLongDate(new Date(date), 'UTC')
  return count === 0 ? words : `${words}, ${count === 1 ? '1 deployment' : `${count} deployments`}`
}

'use client'

import { useMatches } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { DayView, MobileMonthView, MonthView, type ScheduleEventData, WeekView } from '@mantine/schedule'
import { useRouter, useSearchParams } from 'next/navigation'
import { type ComponentPropsWithoutRef, type ReactElement, useMemo, useRef } from 'react'
import classes from '@/app/(dashboard)/calendar/calendar.module.css'
import { CalendarEventLink } from '@/app/(dashboard)/calendar/calendar-event-link'
import {
  type CalendarItem,
  calendarEvent,
  countByDay,
  wallOf,
} from '@/app/(dashboard)/calendar/calendar-events'
import { type CalendarPlace, calendarHref, daysShown } from '@/app/(dashboard)/calendar/calendar-place'
import { PhoneDay } from '@/app/(dashboard)/calendar/phone-day'
import { useDayNames } from '@/app/(dashboard)/calendar/use-day-names'
import { withSchedule } from '@/app/(dashboard)/schedule/schedule-start'
import { useNow } from '@/app/components/use-now'
import { useViewer } from '@/app/components/viewer-provider'
import { formatLongDate } from '@/lib/domain/zone-format'

export interface CalendarGridProps {
  view: 'month' | 'week' | 'day'
  /** `YYYY-MM-DD` */
  day: string
  items: CalendarItem[]
  timezone: string
  mayDeploy: boolean
  place: CalendarPlace
}

/** Four lines of text: see `calendarEvent`. */
const HOUR_HEIGHT = '5.5rem'

type RenderEvent = (event: ScheduleEventData, props: ComponentPropsWithoutRef<'button'>) => ReactElement

/** A day or week opens here; one with today in it shortly before now. */
const WORKING_DAY_BEGINS = '07:00:00'

/** Month, week or day as a grid. An event leads to its page; a day or slot ahead opens the schedule form. */
export function CalendarGrid({ view, day, items, timezone, mayDeploy, place }: CalendarGridProps) {
  const router = useRouter()
  const grid = useRef<HTMLDivElement>(null)
  useDayNames(grid, `${view} ${day}`)
  const query = useSearchParams().toString()
  const { hour12 } = useViewer()
  const isPhone = useMatches({ base: true, sm: false })
  const nowWall = useNow((nowMs) => wallOf(new Date(nowMs), timezone).slice(0, 16))
  const today = nowWall.slice(0, 10)
  const events = useMemo(
    () => items.map((item) => calendarEvent(item, timezone, { hour12 })),
    [items, timezone, hour12],
  )
  const itemOf = useMemo(() => new Map(items.map((item) => [item.id, item])), [items])
  const counts = useMemo(() => countByDay(items, timezone), [items, timezone])

  const schedule = (date: string, time: string | null) => {
    if (!mayDeploy) return
    router.push(`/calendar?${withSchedule(query, { date, time, timezone })}`, { scroll: false })
  }
  const openDay = (date: string) => {
    if (date < today || !mayDeploy)
      router.push(calendarHref({ ...place, view: 'day', day: date }), { scroll: false })
    else schedule(date, null)
  }
  const openSlot = ({ slotStart }: { slotStart: string }) => {
    const [date = '', time = ''] = slotStart.split(' ')
    if (slotStart.slice(0, 13) >= nowWall.slice(0, 13))
      schedule(date, slotStart.slice(0, 16) > nowWall ? time.slice(0, 5) : null)
    else if (mayDeploy) notifications.show({ message: 'This hour has passed. Pick one that is still ahead.' })
  }
  const renderEvent: RenderEvent = (event, { style }) => {
    const item = itemOf.get(String(event.id))
    return item ? (
      <CalendarEventLink item={item} timezone={timezone} hour12={hour12} style={style} />
    ) : (
      <span style={style} />
    )
  }
  const dayProps = (date: string) => ({
    'aria-label': dayWords(date, counts.get(date) ?? 0),
    'data-past': date < today || undefined,
    'data-now': date === today || undefined,
  })

  const shown = daysShown(view, day)
  const opensAt = today < shown.first || today > shown.last ? WORKING_DAY_BEGINS : hourBefore(nowWall)
  const shared = { date: day, events, renderEvent, withHeader: false, getCurrentTime: () => nowWall }
  if (view === 'month' && isPhone) {
    return (
      <>
        <MobileMonthView
          date={day}
          selectedDate={day}
          onSelectedDateChange={(date) =>
            date !== null &&
            router.replace(calendarHref({ ...place, day: date.slice(0, 10) }), { scroll: false })
          }
          events={events}
          renderEvent={renderEvent}
          renderHeader={() => null}
          getDayProps={(date) => ({
            ...dayProps(date),
            'aria-selected': undefined,
            'aria-pressed': date === day,
          })}
          highlightToday={false}
          weekendDays={[]}
          labels={{ noEvents: 'Nothing is due on this day.' }}
          className={classes.phoneMonth}
          classNames={{
            mobileMonthViewHeader: classes.phoneHeader,
            mobileMonthViewWeekday: classes.phoneWeekday,
          }}
          eventsHeaderFormat="dddd D MMMM"
        />
        <PhoneDay
          day={day}
          isAhead={day >= today}
          mayDeploy={mayDeploy}
          onSchedule={() => schedule(day, null)}
        />
      </>
    )
  }
  switch (view) {
    case 'month':
      return (
        <MonthView
          {...shared}
          className={classes.month}
          highlightToday={false}
          withWeekNumbers={false}
          consistentWeeks={false}
          maxEventsPerDay={3}
          weekendDays={[]}
          getDayProps={dayProps}
          onDayClick={openDay}
          labels={{ moreLabel: (hidden) => `${hidden} more` }}
        />
      )
    case 'week':
      return (
        <WeekView
          {...shared}
          ref={grid}
          weekendDays={[]}
          className={classes.hours}
          withAllDaySlots={false}
          withWeekNumber={false}
          highlightToday
          slotHeight={HOUR_HEIGHT}
          startScrollTime={opensAt}
          scrollAreaProps={{ className: classes.scroll }}
          slotLabelFormat={hour12 ? 'h A' : 'HH:mm'}
          onTimeSlotClick={openSlot}
          onViewChange={() => {}}
          onDateChange={(date) =>
            router.push(calendarHref({ ...place, view: 'day', day: date.slice(0, 10) }))
          }
        />
      )
    case 'day':
      return (
        <DayView
          {...shared}
          className={classes.hours}
          withAllDaySlot={false}
          intervalMinutes={30}
          slotHeight={HOUR_HEIGHT}
          startScrollTime={opensAt}
          scrollAreaProps={{ className: classes.scroll }}
          slotLabelFormat={hour12 ? 'h A' : 'HH:mm'}
          onTimeSlotClick={openSlot}
        />
      )
  }
}

/** Of `2026-11-24 14:45`: `13:00:00`. */
function hourBefore(wall: string): string {
  const hour = Math.max(0, Number(wall.slice(11, 13)) - 1)
  return `${String(hour).padStart(2, '0')}:00:00`
}

function dayWords(date: string, count: number): string {
  const words = formatLongDate(new Date(date), 'UTC')
  return count === 0 ? words : `${words}, ${count === 1 ? '1 deployment' : `${count} deployments`}`
}

'use client'

import { DayView, WeekView } from '@mantine/schedule'
import { useRef } from 'react'
import classes from '@/app/(dashboard)/calendar/calendar.module.css'
import { daysShown } from '@/app/(dashboard)/calendar/calendar-place'
import type { GridProps } from '@/app/(dashboard)/calendar/grid-props'
import { useDayNames } from '@/app/(dashboard)/calendar/use-day-names'
import { useViewer } from '@/app/components/viewer-provider'

/** Four lines of text: see `calendarEvent`. */
const HOUR_HEIGHT = '5.5rem'

/** A day or week opens here; one with today in it shortly before now. */
const WORKING_DAY_BEGINS = '07:00:00'

/** A week or a day by the hour. A slot ahead opens the schedule form. */
export function HoursGrid({
  view,
  day,
  events,
  renderEvent,
  nowWall,
  moves,
}: GridProps & { view: 'week' | 'day' }) {
  const grid = useRef<HTMLDivElement>(null)
  useDayNames(grid, `${view} ${day}`)
  const { hour12 } = useViewer()
  const { first, last } = daysShown(view, day)
  const today = nowWall.slice(0, 10)
  const shared = {
    ...{ ref: grid, date: day, events, renderEvent, withHeader: false, className: classes.hours },
    ...{ slotHeight: HOUR_HEIGHT, scrollAreaProps: { className: classes.scroll } },
    startScrollTime: today < first || today > last ? WORKING_DAY_BEGINS : hourBefore(nowWall),
    slotLabelFormat: hour12 ? 'h A' : 'HH:mm',
    getCurrentTime: () => nowWall,
    onTimeSlotClick: moves.pickSlot,
  }
  if (view === 'day') return <DayView {...shared} withAllDaySlot={false} intervalMinutes={30} />
  return (
    <WeekView
      {...shared}
      withAllDaySlots={false}
      withWeekNumber={false}
      weekendDays={[]}
      highlightToday
      onDateChange={(date) => moves.showDay(date.slice(0, 10))}
    />
  )
}

/** Of `2026-11-24 14:45`: `13:00:00`. */
function hourBefore(wall: string): string {
  const hour = Math.max(0, Number(wall.slice(11, 13)) - 1)
  return `${String(hour).padStart(2, '0')}:00:00`
}

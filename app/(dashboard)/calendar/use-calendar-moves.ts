'use client'

import { notifications } from '@mantine/notifications'
import { useRouter, useSearchParams } from 'next/navigation'
import { type CalendarPlace, calendarHref } from '@/app/(dashboard)/calendar/calendar-place'
import { withSchedule } from '@/app/(dashboard)/schedule/schedule-start'

export interface CalendarMoves {
  /** Opens the schedule form on a day, at a time if one is meant. */
  schedule(day: string, time: string | null): void
  /** A day of the month was picked: the form where something can still be scheduled, else the day. */
  pickDay(day: string): void
  /** An hour was picked: `2026-11-24 14:00:00`. */
  pickSlot(slot: { slotStart: string }): void
  showDay(day: string): void
  /** On a phone the month stays and lists the day beneath. */
  selectDay(day: string): void
}

export interface CalendarMovesInput {
  place: CalendarPlace
  timezone: string
  mayDeploy: boolean
  /** `YYYY-MM-DD HH:mm`, what clocks show there now. */
  nowWall: string
}

/** What a click on a day or an hour does. Clicks on deployments need nothing: they are links. */
export function useCalendarMoves({ place, timezone, mayDeploy, nowWall }: CalendarMovesInput): CalendarMoves {
  const router = useRouter()
  const query = useSearchParams().toString()

  const schedule = (date: string, time: string | null) =>
    router.push(`/calendar?${withSchedule(query, { date, time, timezone })}`, { scroll: false })
  const showDay = (day: string) =>
    router.push(calendarHref({ ...place, view: 'day', day }), { scroll: false })

  const pickDay = (day: string) => {
    if (mayDeploy && day >= nowWall.slice(0, 10)) schedule(day, null)
    else showDay(day)
  }
  const pickSlot = ({ slotStart }: { slotStart: string }) => {
    if (!mayDeploy) return
    const [day = '', time = ''] = slotStart.split(' ')
    // Within the present hour there is still time, though not at its beginning.
    if (slotStart.slice(0, 16) > nowWall) schedule(day, time.slice(0, 5))
    else if (slotStart.slice(0, 13) === nowWall.slice(0, 13)) schedule(day, null)
    else notifications.show({ message: 'This hour has passed. Pick one that is still ahead.' })
  }
  const selectDay = (day: string) => router.replace(calendarHref({ ...place, day }), { scroll: false })
  return { schedule, pickDay, pickSlot, showDay, selectDay }
}

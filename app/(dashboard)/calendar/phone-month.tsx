'use client'

import { Button } from '@mantine/core'
import { MobileMonthView } from '@mantine/schedule'
import classes from '@/app/(dashboard)/calendar/calendar.module.css'
import type { GridProps } from '@/app/(dashboard)/calendar/grid-props'
import { formatLongDate } from '@/lib/domain/zone-format'

/** The month on a phone: a tap on a day lists it beneath, with the way from there to the schedule form. */
export function PhoneMonth({ day, events, renderEvent, dayProps, nowWall, moves, mayDeploy }: GridProps) {
  const isAhead = day >= nowWall.slice(0, 10)
  return (
    <>
      <MobileMonthView
        date={day}
        selectedDate={day}
        onSelectedDateChange={(date) => date !== null && moves.selectDay(date.slice(0, 10))}
        events={events}
        renderEvent={renderEvent}
        // A button is pressed, not selected: assistive technology ignores or rejects the other.
        getDayProps={(date) => ({
          ...dayProps(date),
          'aria-selected': undefined,
          'aria-pressed': date === day,
        })}
        renderHeader={() => null}
        highlightToday={false}
        weekendDays={[]}
        labels={{ noEvents: 'Nothing is due on this day.' }}
        eventsHeaderFormat="dddd D MMMM"
        className={classes.phoneMonth}
        classNames={{
          mobileMonthViewHeader: classes.phoneHeader,
          mobileMonthViewWeekday: classes.phoneWeekday,
        }}
      />
      {isAhead && mayDeploy && (
        <Button variant="default" fullWidth onClick={() => moves.schedule(day, null)}>
          Schedule on {formatLongDate(new Date(day), 'UTC')}
        </Button>
      )}
    </>
  )
}

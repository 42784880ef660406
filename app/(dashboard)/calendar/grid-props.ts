import type { ScheduleEventData } from '@mantine/schedule'
import type { ComponentPropsWithoutRef, ReactElement } from 'react'
import type { CalendarMoves } from '@/app/(dashboard)/calendar/use-calendar-moves'

/** What every kind of grid is given. */
export interface GridProps {
  day: string
  events: ScheduleEventData[]
  renderEvent: (event: ScheduleEventData, props: ComponentPropsWithoutRef<'button'>) => ReactElement
  /** Of a day's button. */
  dayProps: (date: string) => Record<string, string | boolean | undefined>
  /** `YYYY-MM-DD HH:mm`, what clocks show in the calendar's zone now. */
  nowWall: string
  moves: CalendarMoves
  mayDeploy: boolean
}

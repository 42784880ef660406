'use client'

import { Text } from '@mantine/core'
import { IconCalendarOff } from '@tabler/icons-react'
import classes from '@/app/(dashboard)/calendar/calendar.module.css'
import { CalendarBar } from '@/app/(dashboard)/calendar/calendar-bar'
import type { CalendarItem } from '@/app/(dashboard)/calendar/calendar-events'
import { CalendarGrid } from '@/app/(dashboard)/calendar/calendar-grid'
import type { CalendarPlace } from '@/app/(dashboard)/calendar/calendar-place'
import { daysShown } from '@/app/(dashboard)/calendar/calendar-place'
import { calendarDay } from '@/app/(dashboard)/deployments/day-groups'
import { DeploymentList } from '@/app/(dashboard)/deployments/deployment-list'
import { EmptyState } from '@/app/components/empty-state'
import { LinkAnchor } from '@/app/components/link-anchor'
import { useViewer } from '@/app/components/viewer-provider'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

export interface CalendarProps {
  place: CalendarPlace
  /** The place's day, or today. */
  day: string
  mayDeploy: boolean
  items: CalendarItem[]
  agenda: DeploymentSummary[]
  waitsFor: Map<string, string[]>
  isCut: boolean
  freezes: FreezeWindow[]
}

/** What is due when, by month, week, day or as a list; in the viewer's zone or in UTC. */
export function Calendar({ place, day, mayDeploy, items, agenda, waitsFor, isCut, freezes }: CalendarProps) {
  const viewer = useViewer()
  const timezone = place.clock === 'utc' ? 'UTC' : viewer.timezone
  return (
    <div className={classes.calendar}>
      <CalendarBar place={place} day={day} />
      {place.view === 'agenda' ? (
        <Agenda {...{ day, agenda, waitsFor, timezone }} />
      ) : (
        <CalendarGrid view={place.view} {...{ day, items, freezes, timezone, mayDeploy, place }} />
      )}
      {isCut && (
        <Text size="sm" c="dimmed">
          There are more than can be shown here. <LinkAnchor href="/deployments">The list</LinkAnchor> has all
          of them.
        </Text>
      )}
    </div>
  )
}

interface AgendaProps {
  day: string
  agenda: DeploymentSummary[]
  waitsFor: Map<string, string[]>
  timezone: string
}

function Agenda({ day, agenda, waitsFor, timezone }: AgendaProps) {
  const { first, last } = daysShown('agenda', day)
  const shown = agenda.filter(({ dueAt }) => {
    const due = calendarDay(dueAt, timezone)
    return due >= first && due <= last
  })
  if (shown.length === 0) {
    return (
      <EmptyState icon={<IconCalendarOff />} title="Nothing is due in these two weeks">
        Look further ahead, or pick a day in the month to schedule a deployment on it.
      </EmptyState>
    )
  }
  return <DeploymentList running={[]} items={shown} waitsFor={waitsFor} timezone={timezone} />
}

import type { Metadata } from 'next'
import { Calendar } from '@/app/(dashboard)/calendar/calendar'
import { readPlace } from '@/app/(dashboard)/calendar/calendar-place'
import { loadCalendar } from '@/app/(dashboard)/calendar/load-calendar'
import { calendarDay } from '@/app/(dashboard)/deployments/day-groups'
import { LiveRefresh } from '@/app/(dashboard)/live-refresh'
import { ScheduleSlot } from '@/app/(dashboard)/schedule/schedule-slot'
import type { SearchParams } from '@/app/(dashboard)/schedule/schedule-start'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { readViewer } from '@/app/viewer'
import { may } from '@/lib/domain/permissions'

export const metadata: Metadata = { title: 'Calendar' }

interface CalendarPageProps {
  searchParams: Promise<SearchParams>
}

export default async function CalendarPage({ searchParams }: CalendarPageProps) {
  const params = await searchParams
  const place = readPlace(params)
  const actor = await requireActor()
  const { timezone } = await readViewer()
  const day = place.day ?? calendarDay(new Date(), place.clock === 'utc' ? 'UTC' : timezone)
  const loaded = await loadCalendar(services(), actor, place.view, day)
  return (
    <>
      <LiveRefresh kinds={['deployment']} />
      <Calendar place={place} day={day} mayDeploy={may(actor.role, 'deploy')} {...loaded} />
      <ScheduleSlot params={params} />
    </>
  )
}

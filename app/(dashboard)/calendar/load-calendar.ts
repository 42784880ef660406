import { type CalendarItem, calendarItem } from '@/app/(dashboard)/calendar/calendar-events'
import { type CalendarView, daysShown, instantsShown } from '@/app/(dashboard)/calendar/calendar-place'
import { namesOfDependencies } from '@/app/(dashboard)/deployments/names-of-dependencies'
import type { Actor } from '@/lib/domain/actor'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'
import { listDeployments } from '@/lib/queries/list-deployments'
import { listFreezeWindows } from '@/lib/queries/list-freeze-windows'
import type { Services } from '@/lib/services'

/** More in one month than anybody makes out in a calendar; the list has all. */
const SHOWN = 1000
/** The agenda shows each in full. */
const SHOWN_IN_FULL = 100

export interface LoadedCalendar {
  items: CalendarItem[]
  /** Only for the agenda. */
  agenda: DeploymentSummary[]
  waitsFor: Map<string, string[]>
  /** There are more than were loaded. */
  isCut: boolean
  /** The team's freeze windows and allowed windows. */
  freezes: FreezeWindow[]
}

/** Everything that is or was due on the days that a view shows, whatever the viewer's zone. */
export async function loadCalendar(
  services: Services,
  actor: Actor,
  view: CalendarView,
  day: string,
): Promise<LoadedCalendar> {
  const isAgenda = view === 'agenda'
  const listed = await listDeployments(services, actor, {
    ...instantsShown(daysShown(view, day)),
    order: 'due_ascending',
    limit: isAgenda ? SHOWN_IN_FULL : SHOWN,
    cursor: null,
  })
  const freezes = await listFreezeWindows(services, actor, {})
  if (!listed.ok || !freezes.ok) throw new Error('Nobody who may see a page is refused its lists.')
  const { items, nextCursor } = listed.value
  return {
    items: isAgenda ? [] : items.map(calendarItem),
    agenda: isAgenda ? items : [],
    waitsFor: isAgenda ? await namesOfDependencies(services, actor, items) : new Map(),
    isCut: nextCursor !== null,
    freezes: freezes.value,
  }
}

import { loadScheduleOptions } from '@/app/(dashboard)/schedule/load-schedule-options'
import { ScheduleDialog } from '@/app/(dashboard)/schedule/schedule-dialog'
import { readScheduleStart, type SearchParams } from '@/app/(dashboard)/schedule/schedule-start'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { may } from '@/lib/domain/permissions'

/** Stands on every page over which the schedule form can open; renders nothing unless the address asks for it. */
export async function ScheduleSlot({ params }: { params: SearchParams }) {
  const start = readScheduleStart(params)
  if (start === null) return null
  const actor = await requireActor()
  if (!may(actor.role, 'deploy')) return null
  const options = await loadScheduleOptions(services(), actor)
  // Opened anew from somewhere else, the form starts anew.
  return <ScheduleDialog key={JSON.stringify(start)} start={start} options={options} />
}

import type { CatchUpPlace } from '@/app/(dashboard)/catch-up/catch-up-place'
import { RescheduleDialog } from '@/app/(dashboard)/catch-up/reschedule-dialog'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import type { AttentionView } from '@/lib/queries/attention-views'
import { getDeployment } from '@/lib/queries/get-deployment'
import { listFreezeWindows } from '@/lib/queries/list-freeze-windows'

/** The reschedule form of the deployment that the address names, if it is on this page; else nothing. */
export async function RescheduleSlot({ place, items }: { place: CatchUpPlace; items: AttentionView[] }) {
  const item = items.find(({ deployment }) => deployment.id === place.reschedule)
  if (item === undefined) return null
  const actor = await requireActor()
  const [found, freezes] = await Promise.all([
    getDeployment(services(), actor, { id: item.deployment.id }),
    listFreezeWindows(services(), actor, {}),
  ])
  if (!found.ok || !freezes.ok) return null
  return (
    <RescheduleDialog
      key={item.deployment.id}
      deployment={found.value}
      skipped={item.skipped}
      freezes={freezes.value}
      cursor={place.cursor}
    />
  )
}

import type { Actor } from '@/lib/domain/actor'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import type { DeploymentDetail, TimelineEntryView } from '@/lib/queries/deployment-views'
import { type ChainView, getChain } from '@/lib/queries/get-chain'
import { getDeployment } from '@/lib/queries/get-deployment'
import { type FreezeOutlook, getFreezeOutlook } from '@/lib/queries/get-freeze-outlook'
import { getTimeline } from '@/lib/queries/get-timeline'
import { listFreezeWindows } from '@/lib/queries/list-freeze-windows'
import type { Services } from '@/lib/services'

/** More than a rollout of hours says; the API pages through the rest. */
const ENTRIES_SHOWN = 1000

export interface LoadedDeployment {
  deployment: DeploymentDetail
  chain: ChainView
  /** Oldest first. */
  timeline: TimelineEntryView[]
  /** The team's freeze windows and allowed windows. */
  freezes: FreezeWindow[]
  /** What holds it, or will when it is due. */
  outlook: FreezeOutlook | null
}

/** What a deployment's page shows; null when there is no such deployment in the actor's team. */
export async function loadDeployment(
  services: Services,
  actor: Actor,
  id: string,
): Promise<LoadedDeployment | null> {
  if (!UUID.test(id)) return null
  const [deployment, timeline, chain, freezes, outlook] = await Promise.all([
    getDeployment(services, actor, { id }),
    getTimeline(services, actor, { id, limit: ENTRIES_SHOWN, cursor: null }),
    getChain(services, actor, { id }),
    listFreezeWindows(services, actor, {}),
    getFreezeOutlook(services, actor, { id }),
  ])
  if (!deployment.ok || !timeline.ok || !chain.ok || !freezes.ok || !outlook.ok) return null
  return {
    ...{ deployment: deployment.value, timeline: timeline.value.items, chain: chain.value },
    ...{ freezes: freezes.value, outlook: outlook.value },
  }
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

import type { Actor } from '@/lib/domain/actor'
import type { DeploymentDetail, TimelineEntryView } from '@/lib/queries/deployment-views'
import { type ChainView, getChain } from '@/lib/queries/get-chain'
import { getDeployment } from '@/lib/queries/get-deployment'
import { getTimeline } from '@/lib/queries/get-timeline'
import type { Services } from '@/lib/services'

/** More than a rollout of hours says; the API pages through the rest. */
const ENTRIES_SHOWN = 1000

export interface LoadedDeployment {
  deployment: DeploymentDetail
  chain: ChainView
  /** Oldest first. */
  timeline: TimelineEntryView[]
}

/** What a deployment's page shows; null when there is no such deployment in the actor's team. */
export async function loadDeployment(
  services: Services,
  actor: Actor,
  id: string,
): Promise<LoadedDeployment | null> {
  if (!UUID.test(id)) return null
  const [deployment, timeline, chain] = await Promise.all([
    getDeployment(services, actor, { id }),
    getTimeline(services, actor, { id, limit: ENTRIES_SHOWN, cursor: null }),
    getChain(services, actor, { id }),
  ])
  if (!deployment.ok || !timeline.ok || !chain.ok) return null
  return { deployment: deployment.value, timeline: timeline.value.items, chain: chain.value }
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

import type { Actor } from '@/lib/domain/actor'
import type { DependencyView, DeploymentDetail, TimelineEntryView } from '@/lib/queries/deployment-views'
import { getDependencyChains } from '@/lib/queries/get-dependency-chains'
import { getDeployment } from '@/lib/queries/get-deployment'
import { getTimeline } from '@/lib/queries/get-timeline'
import type { Services } from '@/lib/services'

/** More than a rollout of hours says; the API pages through the rest. */
const ENTRIES_SHOWN = 1000

export interface LoadedDeployment {
  deployment: DeploymentDetail
  chains: Map<string, DependencyView[]>
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
  const [deployment, timeline, chains] = await Promise.all([
    getDeployment(services, actor, { id }),
    getTimeline(services, actor, { id, limit: ENTRIES_SHOWN, cursor: null }),
    getDependencyChains(services, actor, { ids: [id] }),
  ])
  if (!deployment.ok || !timeline.ok || !chains.ok) return null
  return { deployment: deployment.value, timeline: timeline.value.items, chains: chains.value }
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

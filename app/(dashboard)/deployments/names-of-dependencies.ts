import type { Actor } from '@/lib/domain/actor'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'
import { getDependencyChains } from '@/lib/queries/get-dependency-chains'
import type { Services } from '@/lib/services'

/** The applications that each of some deployments waits for, by its id. */
export async function namesOfDependencies(
  services: Services,
  actor: Actor,
  shown: DeploymentSummary[],
): Promise<Map<string, string[]>> {
  const ids = shown.filter(({ dependencyIds }) => dependencyIds.length > 0).map(({ id }) => id)
  const chains = await getDependencyChains(services, actor, { ids })
  if (!chains.ok) return new Map()
  return new Map(
    ids.map((id) => [id, (chains.value.get(id) ?? []).map(({ deployment }) => deployment.application.name)]),
  )
}

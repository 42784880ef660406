import type { Actor } from '@/lib/domain/actor'
import { accept, type Result } from '@/lib/domain/result'
import type { DeploymentSummary, Page } from '@/lib/queries/deployment-views'
import { getDependencyChains } from '@/lib/queries/get-dependency-chains'
import { getDeployment } from '@/lib/queries/get-deployment'
import type { KnownRefusal } from '@/lib/refusal-words'
import type { Services } from '@/lib/services'
import { type DeploymentResult, toDeploymentResult } from './deployment-result'

interface Context {
  services: Services
  actor: Actor
}

/** The answer that shows one deployment as it is now. */
export async function answerDeployment(
  { services, actor }: Context,
  id: string,
): Promise<Result<{ result: DeploymentResult }, KnownRefusal>> {
  const found = await getDeployment(services, actor, { id })
  if (!found.ok) return found
  const chains = await getDependencyChains(services, actor, { ids: [id] })
  return chains.ok ? accept({ result: toDeploymentResult(found.value, chains.value) }) : chains
}

/** The answer to a change: what was refused, or the deployment as the change left it. */
export async function answerChanged(
  context: Context,
  changed: Result<{ id: string }, KnownRefusal>,
): Promise<Result<{ result: DeploymentResult }, KnownRefusal>> {
  return changed.ok ? answerDeployment(context, changed.value.id) : changed
}

/** The answer that shows a page of a list. */
export async function answerDeployments(
  { services, actor }: Context,
  page: Page<DeploymentSummary>,
): Promise<Result<{ result: DeploymentResult[]; next_cursor: string | null }, KnownRefusal>> {
  const chains = await getDependencyChains(services, actor, { ids: page.items.map(({ id }) => id) })
  if (!chains.ok) return chains
  const result = page.items.map((item) => toDeploymentResult(item, chains.value))
  return accept({ result, next_cursor: page.nextCursor })
}

import type { DependencyView, DeploymentDetail, DeploymentSummary } from '@/lib/queries/deployment-views'

export interface ChainStep {
  deployment: DeploymentSummary
  role: 'before' | 'this' | 'after'
}

/**
 * A deployment among those it waits for and those that wait for it, in the order in which they are due.
 * `chains` are dependencies by dependent, as far down as they are known.
 */
export function chainSteps(
  deployment: DeploymentDetail,
  chains: ReadonlyMap<string, readonly DependencyView[]>,
): ChainStep[] {
  const needed = [...deployment.dependencies, ...[...chains.values()].flat()]
  const before = byDue(needed.map((view) => view.deployment))
  const after = byDue(deployment.dependents.map((view) => view.deployment))
  return [
    ...before.map((step) => ({ deployment: step, role: 'before' as const })),
    { deployment, role: 'this' },
    ...after.map((step) => ({ deployment: step, role: 'after' as const })),
  ]
}

function byDue(deployments: DeploymentSummary[]): DeploymentSummary[] {
  const unique = [...new Map(deployments.map((deployment) => [deployment.id, deployment])).values()]
  return unique.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.id.localeCompare(b.id))
}

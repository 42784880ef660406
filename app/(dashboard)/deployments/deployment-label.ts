import { targetLabel } from '@/lib/domain/target-label'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

/** `API in Production`, or `Revert of API in Production`: what a deployment is called where others stand beside it. */
export function deploymentLabel(
  deployment: Pick<DeploymentSummary, 'application' | 'environment' | 'revertsId'>,
): string {
  const label = targetLabel(deployment.application, deployment.environment)
  return deployment.revertsId === null ? label : `Revert of ${label}`
}

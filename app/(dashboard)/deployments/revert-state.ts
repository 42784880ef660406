import { type DeploymentStatus, hasEnded, isPending } from '@/lib/domain/deployment-status'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

/** Whether what was deployed stays; `id` names the deployment that reverts it. */
export type RevertState =
  | { kind: 'stays' }
  /** It has not succeeded yet; then somebody has to confirm it. */
  | { kind: 'after_success' }
  | { kind: 'to_confirm'; id: string; at: Date }
  | { kind: 'planned'; id: string; at: Date }
  | { kind: 'under_way'; id: string }
  | { kind: 'reverted'; id: string }
  | { kind: 'not_reverted'; id: string; how: string }
  | { kind: 'confirmed'; at: Date; by: string }

/** What a deployment's page says about its revert. */
export function revertState(deployment: DeploymentSummary): RevertState {
  const { status, revert, confirmWithinMinutes, confirmedAt, confirmedBy } = deployment
  if (revert !== null && (confirmedAt === null || revert.status !== 'cancelled')) {
    return stateOf(revert, confirmWithinMinutes !== null && confirmedAt === null)
  }
  if (confirmedAt !== null && confirmedBy !== null)
    return { kind: 'confirmed', at: confirmedAt, by: confirmedBy }
  return confirmWithinMinutes !== null && !hasEnded(status) ? { kind: 'after_success' } : { kind: 'stays' }
}

/** Whether "Revert" is among what can be done with it; where it is to be confirmed, that stands with the question. */
export function canBeReverted(deployment: DeploymentSummary): boolean {
  if (deployment.status !== 'succeeded') return false
  return ['stays', 'planned', 'not_reverted', 'confirmed'].includes(revertState(deployment).kind)
}

function stateOf(revert: NonNullable<DeploymentSummary['revert']>, isToConfirm: boolean): RevertState {
  const { id, status, dueAt } = revert
  if (isPending(status)) return { kind: isToConfirm ? 'to_confirm' : 'planned', id, at: dueAt }
  if (status === 'running') return { kind: 'under_way', id }
  if (status === 'succeeded') return { kind: 'reverted', id }
  return { kind: 'not_reverted', id, how: howItEnded(status) }
}

function howItEnded(status: DeploymentStatus): string {
  return status === 'failed' ? 'failed' : `was ${status.replaceAll('_', ' ')}`
}

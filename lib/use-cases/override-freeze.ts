import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { isPending } from '@/lib/domain/deployment-status'
import { reasonFault } from '@/lib/domain/field-faults'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { changeDeployment, lockDeployment } from '@/lib/postgres/deployments'
import { writeTimeline } from '@/lib/postgres/timeline'
import type { DeploymentNotFound } from './cancel-deployment'
import { putOffWakeUps } from './put-off-wake-ups'
import { firstFault, type Invalid } from './resource-refusals'
import { type UseCaseContext, useCase } from './use-case'

export interface OverrideFreezeInput {
  id: string
  /** For the timeline: whoever asks later why this went through. */
  reason: string
}

type Refusal =
  | { kind: 'too_late'; status: DeploymentStatus }
  | { kind: 'already_finished'; status: DeploymentStatus }
  | DeploymentNotFound
  | Invalid

/**
 * Lets one deployment through all freezes, those that come later included, until it is given another time.
 * One that is held starts at once; what it depends on is not let through with it.
 */
export const overrideFreeze = useCase(
  'administer',
  async (
    { database, services, actor }: UseCaseContext,
    input: OverrideFreezeInput,
  ): Promise<Result<{ id: string }, Refusal>> => {
    const reason = input.reason.trim()
    const fault = firstFault({ reason: reasonFault(reason) })
    if (fault !== null) return fault
    const deployment = await lockDeployment(database, input.id)
    if (deployment === null) {
      return refuse({ kind: 'not_found', what: 'deployment', name: input.id, path: 'id' })
    }
    const { id, status } = deployment
    if (status === 'running') return refuse({ kind: 'too_late', status })
    if (!isPending(status)) return refuse({ kind: 'already_finished', status })
    const now = await database.now()
    await changeDeployment(database, id, { freezeOverriddenAt: now })
    const message = `${actor.label} let it through freezes: ${reason}`
    await writeTimeline(database, [
      { deploymentId: id, at: now, event: 'deployment.freeze_overridden', actor: actor.label, message },
    ])
    if (status === 'held') await putOffWakeUps(database, services, [{ deployment, at: now }])
    return accept({ id })
  },
)

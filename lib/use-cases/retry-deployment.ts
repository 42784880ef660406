import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { canRetry } from '@/lib/domain/deployment-status'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { lockDeployment, relatedDeployments } from '@/lib/postgres/deployments'
import { lockService, serviceKey } from '@/lib/postgres/runs'
import type { DeploymentNotFound } from './cancel-deployment'
import { startRun } from './start-run'
import { type UseCaseContext, useCase } from './use-case'

type Refusal =
  | { kind: 'not_retryable'; status: DeploymentStatus }
  | { kind: 'target_busy'; label: string }
  | DeploymentNotFound

/** Another run of a deployment that failed or was rolled back, at once. */
export const retryDeployment = useCase(
  'deploy',
  async (context: UseCaseContext, { id }: { id: string }): Promise<Result<{ id: string }, Refusal>> => {
    const { database, actor } = context
    const deployment = await lockDeployment(database, id)
    if (deployment === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const { status } = deployment
    if (!canRetry(status)) return refuse({ kind: 'not_retryable', status })
    const busy = await lockService(database, serviceKey(deployment))
    if (busy !== null) {
      const [other] = await relatedDeployments(database, [busy.deploymentId])
      return refuse({ kind: 'target_busy', label: other?.label ?? 'another deployment' })
    }
    const reason = `Started again by ${actor.label}.`
    const now = await database.now()
    await startRun(context, deployment, { from: status, now, reason, event: 'run.retried' })
    return accept({ id })
  },
)

import { movedTo } from '@/lib/domain/comeback'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { canRetry } from '@/lib/domain/deployment-status'
import { type FreezeConflict, findFreezeConflict } from '@/lib/domain/freeze-conflict'
import { heedsFreezes } from '@/lib/domain/freeze-window'
import { accept, type Result, refuse } from '@/lib/domain/result'
import type { LockedDeployment } from '@/lib/postgres/deployments'
import { lockDeploymentAndStarts, readStartFacts } from '@/lib/postgres/due-deployments'
import { revertsOf } from '@/lib/postgres/reverts'
import { serviceKey } from '@/lib/postgres/runs'
import type { DeploymentNotFound } from './cancel-deployment'
import { moveDeployment } from './move-deployment'
import { startRuns } from './start-runs'
import { type UseCaseContext, useCase } from './use-case'

type Refusal =
  | { kind: 'not_retryable'; status: DeploymentStatus }
  | { kind: 'target_busy'; label: string }
  | FreezeConflict
  | DeploymentNotFound

/** Another run of a deployment that failed or was rolled back, at once; not while a freeze is open. */
export const retryDeployment = useCase(
  'deploy',
  async (context: UseCaseContext, { id }: { id: string }): Promise<Result<{ id: string }, Refusal>> => {
    const { database, actor } = context
    // As every start: the team's starts before the row.
    const deployment = await lockDeploymentAndStarts(database, id)
    if (deployment === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const { status } = deployment
    if (!canRetry(status)) return refuse({ kind: 'not_retryable', status })
    const key = serviceKey(deployment)
    const { busyServices, attempts, freezes } = await readStartFacts(database, [id], [key])
    const busy = busyServices.get(key)
    if (busy !== undefined) return refuse({ kind: 'target_busy', label: busy.label })
    const now = await database.now()
    const start = { label: deployment.label, dueAt: now, place: deployment }
    const conflict = heedsFreezes(deployment) ? findFreezeConflict([start], freezes.windows) : null
    if (conflict !== null) return refuse(conflict)
    const attempt = 1 + (attempts.get(id) ?? 0)
    const reason = `Started again by ${actor.label}.`
    await startRuns(context, [{ deployment, attempt, reason, event: 'run.retried' }], now)
    await bringBackRevert(context, deployment, now)
    return accept({ id })
  },
)

/** What was to revert it later, and was skipped when it failed, is due again at its time. */
async function bringBackRevert(context: UseCaseContext, { id, label }: LockedDeployment, now: Date) {
  const [last] = await revertsOf(context.database, id)
  if (last?.status !== 'skipped' || last.dueAt <= now) return
  const reason = `Brought back: ${label}, which it reverts, is tried again.`
  await moveDeployment(context, movedTo(last, last.dueAt), { now, reason, event: 'deployment.rescheduled' })
}

import { endedBadly } from '@/lib/domain/dependency-graph'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { localTimeAt } from '@/lib/domain/due-time'
import { isMovable, type RescheduleRefusal } from '@/lib/domain/reschedule-decision'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { dependenciesOf, type LockedDeployment, lockDeployment, madeWith } from '@/lib/postgres/deployments'
import type { DeploymentNotFound } from './cancel-deployment'
import { moveDeployment } from './move-deployment'
import { type UseCaseContext, useCase } from './use-case'

type Refusal =
  | Extract<RescheduleRefusal, { kind: 'too_late' | 'already_finished' | 'dependency_ended' }>
  | DeploymentNotFound

/** Makes a deployment that has not started due now, and those made with it, which still go first. */
export const runDeploymentNow = useCase(
  'deploy',
  async (context: UseCaseContext, { id }: { id: string }): Promise<Result<{ id: string }, Refusal>> => {
    const { database, actor } = context
    const deployment = await lockDeployment(database, id)
    if (deployment === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const { status } = deployment
    if (status === 'running') return refuse({ kind: 'too_late', status })
    if (!isMovable(status)) return refuse({ kind: 'already_finished', status })
    const moving = (await madeWith(database, id)).filter((row) => isMovable(row.status))
    const broken = (await dependenciesOf(database, id)).find(
      (row) => endedBadly(row.status) && !moving.some((other) => other.id === row.id),
    )
    if (broken) return refuse({ kind: 'dependency_ended', label: broken.label, status: broken.status })

    const now = await database.now()
    const order = { now, allowedMs: deployment.startDeadlineAt.getTime() - deployment.dueAt.getTime() }
    await makeDue(context, deployment, `${actor.label} asked to run it now.`, order)
    for (const companion of moving) {
      const reason = `Made due now with ${deployment.label}, which needs it.`
      await makeDue(context, { ...companion, timezone: deployment.timezone }, reason, order)
    }
    return accept({ id })
  },
)

async function makeDue(
  context: UseCaseContext,
  deployment: Pick<LockedDeployment, 'id' | 'timezone'> & { status: DeploymentStatus },
  reason: string,
  { now, allowedMs }: { now: Date; allowedMs: number },
): Promise<void> {
  const { id, timezone } = deployment
  const { local, overlap } = localTimeAt(now, timezone)
  const startDeadlineAt = new Date(now.getTime() + allowedMs)
  const due = { id, localTime: local, timezone, overlap, dueAt: now, startDeadlineAt }
  await moveDeployment(context, due, { now, reason, event: 'deployment.run_now' })
}

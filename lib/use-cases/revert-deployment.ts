import { movedTo } from '@/lib/domain/comeback'
import { localTimeAt } from '@/lib/domain/due-time'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { decideRevert, type RevertRefusal } from '@/lib/domain/revert-decision'
import { lockDeployment } from '@/lib/postgres/deployments'
import { revertsOf } from '@/lib/postgres/reverts'
import { writeTimeline } from '@/lib/postgres/timeline'
import type { DeploymentNotFound } from './cancel-deployment'
import { makeRevert } from './make-revert'
import { moveDeployment } from './move-deployment'
import { type UseCaseContext, useCase } from './use-case'

/** Brings back, now, what ran before a deployment that succeeded. Answers the revert, a deployment itself. */
export const revertDeployment = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { id }: { id: string },
  ): Promise<Result<{ id: string }, RevertRefusal | DeploymentNotFound>> => {
    const { database, actor } = context
    // Whoever reverts or confirms the same deployment waits here.
    const deployment = await lockDeployment(database, id)
    if (deployment === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const [last = null] = await revertsOf(database, id)
    const decision = decideRevert(deployment.status, last)
    if (!decision.ok) return decision
    const now = await database.now()
    const { timezone, label } = deployment
    const message = `${actor.label} asked to bring back what ran before.`
    await writeTimeline(database, [
      { deploymentId: id, at: now, event: 'deployment.revert_asked', actor: actor.label, message },
    ])
    if (decision.value.kind === 'bring_forward' && last !== null) {
      const reason = `${actor.label} asked to revert ${label} now.`
      await moveDeployment(context, movedTo(last, now), { now, reason, event: 'deployment.run_now' })
      return accept({ id: last.id })
    }
    const due = { ...localTimeAt(now, timezone), timezone, dueAt: now }
    const reason = `${actor.label} asked to bring back what ran before ${label} was deployed.`
    return accept({ id: await makeRevert(context, id, { now, due, reason, by: actor }) })
  },
)

import { accept, type Result, refuse } from '@/lib/domain/result'
import { type ConfirmRefusal, decideConfirm } from '@/lib/domain/revert-decision'
import { lockDeployment } from '@/lib/postgres/deployments'
import { lockDeploymentAndWaits } from '@/lib/postgres/due-deployments'
import { confirmationOf, revertsOf, writeConfirmation } from '@/lib/postgres/reverts'
import { writeTimeline } from '@/lib/postgres/timeline'
import type { DeploymentNotFound } from './cancel-deployment'
import { cancelOne } from './cancel-one'
import { type UseCaseContext, useCase } from './use-case'

/** Somebody says that a deployment is good: it stays, and its revert is cancelled. */
export const confirmDeployment = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { id }: { id: string },
  ): Promise<Result<{ id: string }, ConfirmRefusal | DeploymentNotFound>> => {
    const { database, actor } = context
    const deployment = await lockDeploymentAndWaits(database, id)
    if (deployment === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const [last] = await revertsOf(database, id)
    // Before it is decided on: at this instant a worker may be starting it.
    const revert = last === undefined ? null : await lockDeployment(database, last.id)
    const confirmedBy = await confirmationOf(database, id)
    const decision = decideConfirm({ ...deployment, confirmedBy, revert })
    if (!decision.ok) return decision
    const now = await database.now()
    await writeConfirmation(database, id, { at: now, by: actor.label })
    const message = `${actor.label} confirmed it: it stays.`
    await writeTimeline(database, [
      { deploymentId: id, at: now, event: 'deployment.confirmed', actor: actor.label, message },
    ])
    const reason = `Not needed: ${actor.label} confirmed ${deployment.label}.`
    if (revert !== null) await cancelOne(context, revert, { now, reason })
    return accept({ id })
  },
)

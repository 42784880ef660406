import { isPending } from '@/lib/domain/deployment-status'
import { lockDeploymentAndWaits } from '@/lib/postgres/due-deployments'
import { transition } from '@/lib/postgres/transitions'
import type { UseCaseContext } from './use-case'
import { wakeDependents } from './wake-others'

export interface Withdrawal {
  to: 'cancelled' | 'skipped'
  reason: string
}

/** Ends a deployment that has not started, on behalf of its schedule. False: it has. */
export async function withdrawDeployment(
  { database, services, actor }: UseCaseContext,
  id: string,
  { to, reason }: Withdrawal,
): Promise<boolean> {
  const deployment = await lockDeploymentAndWaits(database, id)
  if (deployment === null || !isPending(deployment.status)) return false
  const now = await database.now()
  await transition(database, {
    ...{ deploymentId: id, from: deployment.status, to, at: now, reason },
    ...{ event: `deployment.${to}`, actor: actor.label },
  })
  await services.wakeUps.drop(database, [deployment.wakeUpId])
  await wakeDependents({ database, wakeUps: services.wakeUps }, { ids: [id], succeeded: false, now })
  return true
}

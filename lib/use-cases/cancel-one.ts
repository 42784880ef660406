import type { LockedDeployment, RelatedDeployment } from '@/lib/postgres/deployments'
import { transition } from '@/lib/postgres/transitions'
import type { UseCaseContext } from './use-case'
import { wakeDependents } from './wake-others'

/** Cancels one that has not started: status and timeline, its wake-up, and whoever waits for it. */
export async function cancelOne(
  { database, services, actor }: UseCaseContext,
  deployment: LockedDeployment | RelatedDeployment,
  { now, reason }: { now: Date; reason: string },
): Promise<void> {
  const won = await transition(database, {
    ...{ deploymentId: deployment.id, from: deployment.status, to: 'cancelled', at: now, reason },
    ...{ event: 'deployment.cancelled', actor: actor.label },
  })
  // Its row was not locked by us: it has started, and goes on.
  if (!won) return
  await services.wakeUps.drop(database, [deployment.wakeUpId])
  const others = { database, wakeUps: services.wakeUps }
  await wakeDependents(others, { ids: [deployment.id], succeeded: false, now })
}

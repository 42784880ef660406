import { freezeAt, heedsFreezes } from '@/lib/domain/freeze-window'
import { decideStart, type StartDecision } from '@/lib/domain/start-decision'
import type { LockedDeployment } from '@/lib/postgres/deployments'
import type { StartFactsRead } from '@/lib/postgres/due-deployments'
import { serviceKey } from '@/lib/postgres/runs'

/** What becomes of one. */
export interface Decided<Deployment extends LockedDeployment = LockedDeployment> {
  deployment: Deployment
  decision: StartDecision
}

/** One after the other, as they became due: of two for one service, or for the last place, the first gets it. */
export function decideStarts<Deployment extends LockedDeployment>(
  deployments: Deployment[],
  facts: StartFactsRead,
  now: Date,
): Decided<Deployment>[] {
  const busy = new Map(facts.busyServices)
  let { running } = facts.room
  const { limit } = facts.room
  const inOrder = deployments.toSorted(
    (one, other) => one.dueAt.getTime() - other.dueAt.getTime() || (one.id < other.id ? -1 : 1),
  )
  return inOrder.map((deployment) => {
    const key = serviceKey(deployment)
    const busyWith = busy.get(key)
    const decision = decideStart({
      ...deployment,
      now,
      dependencies: facts.dependencies.get(deployment.id) ?? [],
      targetBusyWith: busyWith === undefined || busyWith.deploymentId === deployment.id ? null : busyWith,
      teamBusy: running < limit ? null : { running, limit },
      freeze: heedsFreezes(deployment) ? freezeAt(facts.freezes.windows, deployment, now) : null,
    })
    if (decision.kind === 'start') {
      running += 1
      busy.set(key, { deploymentId: deployment.id, label: deployment.label })
    }
    return { deployment, decision }
  })
}

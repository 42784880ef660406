import { hasEnded, isPending } from '@/lib/domain/deployment-status'
import type { OrderRecord } from '@/torture/carry-out-work'
import type { PlannedNode } from '@/torture/plan/work'
import type { DeploymentFact, Facts, Finding } from './facts'

/**
 * Answered with success, and then neither ended with a reason nor pending with a living wake-up ahead; or
 * not as it was answered: an edit that is gone, a cancelled one that is not.
 */
export function findLost({ orders, deployments, now }: Facts): Finding[] {
  const byId = new Map(deployments.map((row) => [row.id, row]))
  return orders.flatMap((record) => {
    const { scheduled, order } = record
    if (scheduled.kind !== 'accepted') return []
    const { ids } = scheduled.value
    const missing = countNodes(order.root) - ids.length
    const short =
      missing === 0 ? [] : [lost(order.key, `The answer names ${ids.length}; ${missing} are missing.`)]
    return [
      ...short,
      ...ids.flatMap((id) => findLostOne(id, byId.get(id), now)),
      ...findLostAction(record, byId),
    ]
  })
}

function findLostOne(id: string, row: DeploymentFact | undefined, now: Date): Finding[] {
  if (row === undefined) return [lost(id, 'It was accepted, and there is no such row.')]
  if (hasEnded(row.status))
    return row.reason === '' ? [lost(id, `It ended ${row.status} without a reason.`)] : []
  if (isPending(row.status) && row.dueAt > now && row.wakeUpLives) return []
  return [lost(id, `It is ${row.status} (${row.reason}) long after its time.`)]
}

function findLostAction(
  { scheduled, action }: OrderRecord,
  byId: ReadonlyMap<string, DeploymentFact>,
): Finding[] {
  const row = scheduled.kind === 'accepted' ? byId.get(scheduled.value.ids[0] ?? '') : undefined
  if (row === undefined || action?.answer.kind !== 'accepted') return []
  if (action.kind === 'cancel' && row.status !== 'cancelled' && !row.timeline.some(isStopRequest)) {
    return [lost(row.id, `Its cancellation was accepted, and it ended ${row.status}.`)]
  }
  if (action.movedTo !== null && row.dueAt.getTime() !== action.movedTo.getTime()) {
    return [
      lost(row.id, `It was moved to ${action.movedTo.toISOString()}, and is due ${row.dueAt.toISOString()}.`),
    ]
  }
  return []
}

function isStopRequest({ event }: DeploymentFact['timeline'][number]): boolean {
  return event === 'run.stop_requested'
}

function countNodes(node: PlannedNode): number {
  return 1 + node.dependencies.reduce((sum, dependency) => sum + countNodes(dependency), 0)
}

function lost(about: string, why: string): Finding {
  return { kind: 'lost', about, why }
}

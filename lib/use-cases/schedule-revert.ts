import type { ResolvedDueTime } from '@/lib/domain/due-time'
import { formatInZone } from '@/lib/domain/zone-format'
import { insertDependency } from '@/lib/postgres/deployments'
import { makeRevert } from './make-revert'
import type { UseCaseContext } from './use-case'

/**
 * Makes the revert of a deployment that is still to come. It depends on that: while it is not done it
 * waits, and if it does not succeed there is nothing to revert and it is skipped.
 */
export async function scheduleRevert(
  context: UseCaseContext,
  reverted: { id: string; label: string; dueAt: Date },
  due: ResolvedDueTime,
  now: Date,
): Promise<void> {
  const reason = `Due ${formatInZone(due.dueAt, due.timezone)}: brings back what ran before ${reverted.label} was deployed.`
  const dependentId = await makeRevert(context, reverted.id, { now, due, reason, by: context.actor })
  const leadMinutes = Math.floor((due.dueAt.getTime() - reverted.dueAt.getTime()) / 60_000)
  await insertDependency(context.database, { dependentId, dependencyId: reverted.id, leadMinutes })
}

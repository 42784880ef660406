import { movedTo } from '@/lib/domain/comeback'
import { isMovable } from '@/lib/domain/reschedule-decision'
import type { LockedDeployment } from '@/lib/postgres/deployments'
import { revertsOf } from '@/lib/postgres/reverts'
import { moveDeployment } from './move-deployment'
import type { UseCaseContext } from './use-case'

/**
 * A deployment moved from its due time to another one: what is to revert it later moves along, at the same
 * distance, also where it had been skipped with it. Answers their ids.
 */
export async function moveReverts(
  context: UseCaseContext,
  { id, label, dueAt }: LockedDeployment,
  { to, now }: { to: Date; now: Date },
): Promise<string[]> {
  const shiftMs = to.getTime() - dueAt.getTime()
  const moving = (await revertsOf(context.database, id)).filter(({ status }) => isMovable(status))
  const why = { now, reason: `Moved with ${label}, which it reverts.`, event: 'deployment.rescheduled' }
  for (const revert of moving) {
    await moveDeployment(context, movedTo(revert, new Date(revert.dueAt.getTime() + shiftMs)), why)
  }
  return moving.map((revert) => revert.id)
}

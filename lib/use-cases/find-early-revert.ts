import { isPending } from '@/lib/domain/deployment-status'
import type { AfterwardsRefusal } from '@/lib/domain/revert-decision'
import type { TeamDatabase } from '@/lib/postgres/database'
import { type LockedDeployment, readDeployment } from '@/lib/postgres/deployments'

/** Whether a revert that is moved to `dueAt` would be due before what it reverts. Null: no, or it is none. */
export async function findEarlyRevert(
  database: TeamDatabase,
  { revertsId }: LockedDeployment,
  dueAt: Date,
): Promise<Extract<AfterwardsRefusal, { kind: 'revert_not_after' }> | null> {
  const reverted = revertsId === null ? null : await readDeployment(database, revertsId)
  if (reverted === null || !isPending(reverted.status) || dueAt > reverted.dueAt) return null
  return { kind: 'revert_not_after', dueAt: reverted.dueAt }
}

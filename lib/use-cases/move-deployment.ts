import { isMovable, type MovedDeployment } from '@/lib/domain/reschedule-decision'
import { changeDeployment, lockDeployment } from '@/lib/postgres/deployments'
import { writeTimeline } from '@/lib/postgres/timeline'
import { transition } from '@/lib/postgres/transitions'
import { putOffWakeUps } from './put-off-wake-ups'
import type { UseCaseContext } from './use-case'

/** Gives a deployment that has not started another due time: row, status, wake-up and timeline at once. */
export async function moveDeployment(
  { database, services, actor }: UseCaseContext,
  { id, ...due }: MovedDeployment,
  why: { now: Date; reason: string; event: string },
): Promise<void> {
  const deployment = await lockDeployment(database, id)
  // Started or ended between the decision and the lock: it stays as it is.
  if (deployment === null || !isMovable(deployment.status)) return
  const entry = { deploymentId: id, at: why.now, event: why.event, actor: actor.label }
  if (deployment.status === 'scheduled') {
    await writeTimeline(database, [{ ...entry, message: why.reason }])
  } else {
    const from = deployment.status
    const won = await transition(database, { ...entry, from, to: 'scheduled', reason: why.reason })
    if (!won) return
  }
  const { zoneDatabaseVersion } = services
  await changeDeployment(database, id, { ...due, reason: why.reason, zoneDatabaseVersion })
  await putOffWakeUps(database, services, [{ deployment, at: due.dueAt }])
}

import { isPending } from '@/lib/domain/deployment-status'
import type { TeamDatabase } from '@/lib/postgres/database'
import { dependentsOf, waitingForService } from '@/lib/postgres/deployments'
import type { WakeUps } from '@/lib/queue/wake-ups'

/** Something ended: what depends on it starts now if it is due, or is skipped. */
export async function wakeDependents(
  context: { database: TeamDatabase; wakeUps: WakeUps },
  deploymentId: string,
  now: Date,
): Promise<void> {
  const dependents = await dependentsOf(context.database, deploymentId)
  const pending = dependents.filter((dependent) => isPending(dependent.status))
  await wake(
    context,
    pending.map((dependent) => dependent.id),
    now,
  )
}

/** A service is free again: the next of those that became due meanwhile starts. */
export async function wakeNextInLine(
  context: { database: TeamDatabase; wakeUps: WakeUps },
  service: { cloudAccountId: string; cluster: string; service: string },
  now: Date,
): Promise<void> {
  await wake(context, await waitingForService(context.database, { ...service, now }), now)
}

async function wake(
  { database, wakeUps }: { database: TeamDatabase; wakeUps: WakeUps },
  deploymentIds: string[],
  now: Date,
): Promise<void> {
  for (const deploymentId of deploymentIds) {
    await wakeUps.ask(database, { kind: 'deployment', teamId: database.teamId, deploymentId }, now)
  }
}

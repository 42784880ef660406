import type { TeamDatabase } from '@/lib/postgres/database'
import { changeDeployment } from '@/lib/postgres/deployments'
import type { Services } from '@/lib/services'

/** A deployment's own wake-up, and when it should ring. */
export interface PutOff {
  deployment: { id: string; wakeUpId: string }
  at: Date
}

/** Lets each deployment's own wake-up ring at another time, and makes a new one where it was lost. */
export async function putOffWakeUps(
  database: TeamDatabase,
  { wakeUps }: Pick<Services, 'wakeUps'>,
  orders: readonly PutOff[],
): Promise<void> {
  const moves = orders.map(({ deployment, at }) => ({ wakeUpId: deployment.wakeUpId, at }))
  const moved = await wakeUps.moveAll(database, moves)
  for (const { deployment, at } of orders) {
    if (moved.has(deployment.wakeUpId)) continue
    const wakeUp = { kind: 'deployment', teamId: database.teamId, deploymentId: deployment.id } as const
    await changeDeployment(database, deployment.id, { wakeUpId: await wakeUps.ask(database, wakeUp, at) })
  }
}

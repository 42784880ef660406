import type { Actor } from '@/lib/domain/actor'
import { getDeployment } from '@/lib/queries/get-deployment'
import { listZoneMoves } from '@/lib/queries/list-zone-moves'
import type { Services } from '@/lib/services'
import { reResolveDueTimes } from '@/lib/use-cases/re-resolve-due-times'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import { startDueDeployments } from '@/lib/use-cases/start-due-deployments'
import type { DependencyInput } from '@/lib/use-cases/target-planner'
import { accepted } from '@/tests/setup/fixtures'

const DAY_MS = 24 * 60 * 60_000

/** Schedules a deployment for tomorrow; answers its id. */
export async function scheduleTomorrow(
  services: Services,
  actor: Actor,
  place: { application: string; environment: string; dependencies?: DependencyInput[] },
): Promise<string> {
  const due = { kind: 'instant', at: new Date(Date.now() + DAY_MS), timezone: 'UTC' } as const
  const order = { image: null, due, startDeadlineMinutes: null, note: null, requestKey: null }
  return accepted(await scheduleDeployment(services, actor, { dependencies: [], ...order, ...place })).id
}

/** Schedules a deployment and starts it, as far as that goes without ECS: it is running, at its first step. */
export async function startRunning(
  services: Services,
  actor: Actor,
  place: { application: string; environment: string },
): Promise<string> {
  const id = await scheduleTomorrow(services, actor, place)
  accepted(await runDeploymentNow(services, actor, { id }))
  const { wakeUpId } = accepted(await getDeployment(services, actor, { id }))
  const rung = [{ deploymentId: id, wakeUpId }]
  const { outcomes } = accepted(
    await startDueDeployments(services, actor, { rung, notBefore: null, skipLocked: false }),
  )
  if (outcomes[0]?.decision !== 'start') throw new Error(`It did not start: ${outcomes[0]?.decision}`)
  return id
}

/** Lets newer rules of its zone move a deployment; answers the id of that move. */
export async function someZoneMove(services: Services, actor: Actor, id: string): Promise<string> {
  const dueAt = new Date(Date.now() + 2 * DAY_MS)
  await services.database.asTeam(actor.teamId, ({ client }) =>
    client.deployment.update({
      where: { id },
      data: { dueAt, startDeadlineAt: new Date(dueAt.getTime() + 3_600_000), zoneDatabaseVersion: '2019a' },
      select: { id: true },
    }),
  )
  await reResolveDueTimes(services)
  const { items } = accepted(await listZoneMoves(services, actor, {}))
  const move = items.find(({ deployment }) => deployment.id === id)
  if (move === undefined) throw new Error('Nothing was moved.')
  return move.id
}

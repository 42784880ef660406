import { randomUUID } from 'node:crypto'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { changeDeployment, type LockedDeployment } from '@/lib/postgres/deployments'
import { insertRun, serviceKey } from '@/lib/postgres/runs'
import { transition } from '@/lib/postgres/transitions'
import type { UseCaseContext } from './use-case'

/**
 * Begins an attempt: the deployment is running, its run exists and is woken for the first step, or
 * nothing of it is. The caller holds the deployment's row and its service.
 */
export async function startRun(
  { database, services, actor }: UseCaseContext,
  deployment: LockedDeployment,
  start: { from: DeploymentStatus; now: Date; reason: string; event: string },
): Promise<void> {
  const { now } = start
  const runId = randomUUID()
  // Of a retried deployment the first start counts: lateness is about the due time.
  if (deployment.startedAt === null) await changeDeployment(database, deployment.id, { startedAt: now })
  await insertRun(database, {
    id: runId,
    deploymentId: deployment.id,
    serviceKey: serviceKey(deployment),
    startedAt: now,
  })
  await transition(database, {
    ...{ deploymentId: deployment.id, runId, from: start.from, to: 'running', at: now },
    ...{ reason: start.reason, event: start.event, actor: actor.label },
  })
  await services.wakeUps.ask(database, { kind: 'run', teamId: database.teamId, runId, number: 1 }, now)
}

import { type CancelRefusal, decideCancel } from '@/lib/domain/cancel-decision'
import { isPending } from '@/lib/domain/deployment-status'
import { accept, type Result, refuse } from '@/lib/domain/result'
import type { TeamDatabase } from '@/lib/postgres/database'
import {
  dependentsOf,
  type LockedDeployment,
  madeWith,
  type RelatedDeployment,
} from '@/lib/postgres/deployments'
import { lockDeploymentAndWaits } from '@/lib/postgres/due-deployments'
import { requestStop, stopRequestedAt } from '@/lib/postgres/runs'
import { writeTimeline } from '@/lib/postgres/timeline'
import { transition } from '@/lib/postgres/transitions'
import { type UseCaseContext, useCase } from './use-case'
import { wakeDependents } from './wake-others'

export interface CancelDeploymentInput {
  id: string
  /** True when the person knows that it runs and means to stop it and roll back. */
  stopRunning: boolean
}

export interface Cancelled {
  id: string
  status: 'cancelled' | 'stopping'
  /** This deployment and the dependencies that nothing else needed. */
  cancelledIds: string[]
}

export type DeploymentNotFound = { kind: 'not_found'; what: 'deployment'; name: string; path: string }

/** Before the start: at once, and the platform is never called. While running: the executor stops and rolls back. */
export const cancelDeployment = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { id, stopRunning }: CancelDeploymentInput,
  ): Promise<Result<Cancelled, CancelRefusal | DeploymentNotFound>> => {
    const { database } = context
    const deployment = await lockDeploymentAndWaits(database, id)
    if (deployment === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const now = await database.now()
    const cancelRequestedAt = await stopRequestedAt(database, id)
    const decision = decideCancel({ ...deployment, now, cancelRequestedAt }, { stopRunning })
    if (!decision.ok) return decision
    if (decision.value.kind === 'stop') {
      await askToStop(context, id, now)
      return accept({ id, status: 'stopping', cancelledIds: [] })
    }
    const unneeded = await onlyNeededBy(database, id)
    await cancelOne(context, deployment, now, `Cancelled by ${context.actor.label} before it started.`)
    for (const dependency of unneeded) {
      const reason = `Cancelled with ${deployment.label}, the only one that needed it.`
      await cancelOne(context, dependency, now, reason)
    }
    return accept({ id, status: 'cancelled', cancelledIds: [id, ...unneeded.map((row) => row.id)] })
  },
)

async function askToStop(
  { database, services, actor }: UseCaseContext,
  deploymentId: string,
  now: Date,
): Promise<void> {
  const run = await requestStop(database, deploymentId, { at: now, by: actor.label })
  if (run === null) return
  await writeTimeline(database, [
    {
      ...{ deploymentId, runId: run.id, at: now, actor: actor.label, event: 'run.stop_requested' },
      message: `${actor.label} asked to stop the rollout and go back to what ran before.`,
      dedupeKey: `stop-requested-${run.id}`,
    },
  ])
  const wakeUp = { kind: 'run', teamId: database.teamId, runId: run.id, number: run.wakeUp } as const
  await services.wakeUps.ask(database, wakeUp, now)
}

async function cancelOne(
  { database, services, actor }: UseCaseContext,
  deployment: LockedDeployment | RelatedDeployment,
  now: Date,
  reason: string,
): Promise<void> {
  const won = await transition(database, {
    ...{ deploymentId: deployment.id, from: deployment.status, to: 'cancelled', at: now, reason },
    ...{ event: 'deployment.cancelled', actor: actor.label },
  })
  // Its row was not locked by us: it has started, and goes on.
  if (!won) return
  await services.wakeUps.drop(database, [deployment.wakeUpId])
  const others = { database, wakeUps: services.wakeUps }
  await wakeDependents(others, { ids: [deployment.id], succeeded: false, now })
}

/** The pending dependencies that were made for this deployment and that nothing outside of it waits for. */
async function onlyNeededBy(database: TeamDatabase, id: string): Promise<RelatedDeployment[]> {
  const candidates = (await madeWith(database, id)).filter((row) => isPending(row.status))
  const going = new Set([id, ...candidates.map((row) => row.id)])
  // One that must stay keeps what it needs itself: repeat until nothing more stays.
  for (let changed = true; changed; ) {
    changed = false
    for (const candidate of candidates.filter((row) => going.has(row.id))) {
      const dependents = await dependentsOf(database, candidate.id)
      if (dependents.some((row) => isPending(row.status) && !going.has(row.id))) {
        going.delete(candidate.id)
        changed = true
      }
    }
  }
  return candidates.filter((row) => going.has(row.id))
}

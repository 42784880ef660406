import { type CancelRefusal, decideCancel } from '@/lib/domain/cancel-decision'
import { isPending } from '@/lib/domain/deployment-status'
import { accept, type Result, refuse } from '@/lib/domain/result'
import type { TeamDatabase } from '@/lib/postgres/database'
import {
  dependentsOf,
  type LockedDeployment,
  madeWith,
  type RelatedDeployment,
  relatedDeployments,
} from '@/lib/postgres/deployments'
import { lockDeploymentAndWaits } from '@/lib/postgres/due-deployments'
import { revertsOf } from '@/lib/postgres/reverts'
import { requestStop, stopRequestedAt } from '@/lib/postgres/runs'
import { writeTimeline } from '@/lib/postgres/timeline'
import { cancelOne } from './cancel-one'
import { type UseCaseContext, useCase } from './use-case'

export interface CancelDeploymentInput {
  id: string
  /** True when the person knows that it runs and means to stop it and roll back. */
  stopRunning: boolean
}

export interface Cancelled {
  id: string
  status: 'cancelled' | 'stopping'
  /** This deployment, the dependencies that nothing else needed, and what would have reverted it. */
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
    // Before what they wait for: they are cancelled with it, not skipped because of it.
    const revertIds = await cancelReverts(context, deployment, now)
    const reason = `Cancelled by ${context.actor.label} before it started.`
    await cancelOne(context, deployment, { now, reason })
    for (const dependency of unneeded) {
      const reason = `Cancelled with ${deployment.label}, the only one that needed it.`
      await cancelOne(context, dependency, { now, reason })
    }
    const along = unneeded.map((row) => row.id)
    return accept({ id, status: 'cancelled', cancelledIds: [id, ...along, ...revertIds] })
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

/** What would have reverted it. */
async function cancelReverts(
  context: UseCaseContext,
  { id, label }: LockedDeployment,
  now: Date,
): Promise<string[]> {
  const pending = (await revertsOf(context.database, id)).filter((revert) => isPending(revert.status))
  const ids = pending.map((revert) => revert.id)
  const reason = `Cancelled with ${label}, which it would have reverted.`
  for (const revert of await relatedDeployments(context.database, ids)) {
    await cancelOne(context, revert, { now, reason })
  }
  return ids
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

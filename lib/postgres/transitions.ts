import { canTransition, type DeploymentStatus, hasEnded } from '@/lib/domain/deployment-status'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import type { TeamDatabase } from './database'
import { writeTimeline } from './timeline'

export interface Transition {
  deploymentId: string
  from: DeploymentStatus
  to: DeploymentStatus
  at: Date
  /** Shown as the status's reason and on the timeline. */
  reason: string
  event: string
  actor: string
  runId?: string | null
}

/**
 * The one way in which a deployment's status is written: only along the transition table, only if the
 * status is still the one that was read, and with its timeline entry. False: somebody else won.
 */
export async function transition(database: TeamDatabase, move: Transition): Promise<boolean> {
  if (!canTransition(move.from, move.to)) {
    throw new InvariantViolated(`Deployment ${move.deploymentId} can't go from ${move.from} to ${move.to}.`)
  }
  const { count } = await database.client.deployment.updateMany({
    where: { teamId: database.teamId, id: move.deploymentId, status: move.from },
    data: {
      status: move.to,
      reason: move.reason,
      finishedAt: hasEnded(move.to) ? move.at : null,
    },
  })
  if (count === 0) return false
  await writeTimeline(database, [
    {
      deploymentId: move.deploymentId,
      runId: move.runId ?? null,
      at: move.at,
      event: move.event,
      actor: move.actor,
      message: move.reason,
      fromStatus: move.from,
      toStatus: move.to,
    },
  ])
  return true
}

import type { DeploymentIdentity, Rollout, Service } from './records.ts'
import {
  at,
  instantAt,
  phaseAt,
  restoredBy,
  sourceCounts,
  type TaskCounts,
  targetCounts,
} from './rollout-script.ts'

/** One entry of `deployments[]`. */
export type DeploymentView = DeploymentIdentity &
  TaskCounts & {
    status: 'PRIMARY' | 'ACTIVE'
    rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
    reason: string
    updatedAtMs: number
  }

const noTasks: TaskCounts = { desired: 0, pending: 0, running: 0, failed: 0 }

/** What `deployments[]` of a service shows now, the PRIMARY first, as ECS was seen to show it. */
export function deploymentsOf(
  service: Service,
  rollouts: readonly Rollout[],
  nowMs: number,
): DeploymentView[] {
  const rollout = rollouts.at(-1)
  if (rollout === undefined || service.status === 'INACTIVE') return []
  const phase = phaseAt(rollout, nowMs)
  if (phase.name === 'rolled_back') return [restored(rollout, service, 'COMPLETED', phase.sinceMs)]
  if (phase.name === 'rolling_back') return rollingBack(rollout, service, phase.sinceMs, nowMs)
  const own = {
    ...rollout,
    ...targetCounts(rollout, nowMs, service.desiredCount),
    status: 'PRIMARY',
  } as const
  if (phase.name === 'completed') {
    return [
      { ...own, rolloutState: 'COMPLETED', reason: completedReason(rollout), updatedAtMs: phase.sinceMs },
    ]
  }
  const before = [...overtaken(rollouts, rollout, nowMs), ...source(rollout, service, nowMs)]
  if (phase.name === 'failed') {
    const reason = failedReason(rollout, phase.stopped)
    return [{ ...own, rolloutState: 'FAILED', reason, updatedAtMs: phase.sinceMs }, ...before]
  }
  const reason = `ECS deployment ${rollout.deploymentId} in progress.`
  return [{ ...own, rolloutState: 'IN_PROGRESS', reason, updatedAtMs: lastChange(rollout, nowMs) }, ...before]
}

/** How many tasks of all deployments of the service run and are pending now. */
export function totalsOf(deployments: readonly DeploymentView[]): { running: number; pending: number } {
  let running = 0
  let pending = 0
  for (const deployment of deployments) {
    running += deployment.running
    pending += deployment.pending
  }
  return { running, pending }
}

function rollingBack(rollout: Rollout, service: Service, sinceMs: number, nowMs: number): DeploymentView[] {
  const back = restored(rollout, service, 'IN_PROGRESS', sinceMs)
  if (rollout.rollbackVariant === 'old_id_failed_absent') return [back]
  const failed: DeploymentView = {
    ...rollout,
    ...targetCounts(rollout, nowMs, service.desiredCount),
    status: 'ACTIVE',
    rolloutState: 'FAILED',
    reason: failedReason(rollout, phaseAt(rollout, nowMs).stopped),
    updatedAtMs: sinceMs,
  }
  return [back, failed]
}

function restored(
  rollout: Rollout,
  service: Service,
  rolloutState: 'IN_PROGRESS' | 'COMPLETED',
  sinceMs: number,
): DeploymentView {
  const identity = restoredBy(rollout)
  if (identity === null) throw new Error(`${rollout.deploymentId} rolls back to nothing`)
  const cause =
    rollout.stopRequestedAtMs === sinceMs
      ? 'ECS deployment rollback requested'
      : 'ECS deployment circuit breaker'
  const reason =
    rolloutState === 'COMPLETED'
      ? completedReason(identity)
      : `${cause}: rolling back to deploymentId ${rollout.baseline?.deploymentId ?? ''}.`
  const running = service.desiredCount
  return {
    ...identity,
    ...{ ...noTasks, desired: running, running },
    status: 'PRIMARY',
    rolloutState,
    reason,
    updatedAtMs: sinceMs,
  }
}

/** The deployment whose tasks serve until the new ones do. */
function source(rollout: Rollout, service: Service, nowMs: number): DeploymentView[] {
  const { desired, running, listed } = sourceCounts(rollout, nowMs, service.desiredCount)
  if (rollout.baseline === null || !listed) return []
  const counts = { ...noTasks, desired, running }
  const reason = completedReason(rollout.baseline)
  return [
    {
      ...rollout.baseline,
      ...counts,
      status: 'ACTIVE',
      rolloutState: 'COMPLETED',
      reason,
      updatedAtMs: rollout.createdAtMs,
    },
  ]
}

/** Rollouts that were overtaken before they had ended: shown until their tasks are gone. */
function overtaken(rollouts: readonly Rollout[], newest: Rollout, nowMs: number): DeploymentView[] {
  if (nowMs >= instantAt(newest, at.firstRunning)) return []
  const unfinished: DeploymentView[] = []
  for (const rollout of rollouts.toReversed()) {
    if (rollout === newest) continue
    const phase = phaseAt(rollout, nowMs)
    if (phase.name !== 'superseded' && phase.name !== 'failed') break
    const inProgress = phase.name === 'superseded'
    unfinished.push({
      ...rollout,
      ...noTasks,
      status: 'ACTIVE',
      rolloutState: inProgress ? 'IN_PROGRESS' : 'FAILED',
      reason: inProgress
        ? `ECS deployment ${rollout.deploymentId} in progress.`
        : failedReason(rollout, phase.stopped),
      updatedAtMs: phase.sinceMs,
    })
    if (rollout.baseline?.deploymentId !== newest.baseline?.deploymentId) break
  }
  return unfinished
}

function completedReason(identity: DeploymentIdentity): string {
  return `ECS deployment ${identity.deploymentId} completed.`
}

function failedReason(rollout: Rollout, stopped: boolean): string {
  return stopped
    ? `ECS deployment ${rollout.deploymentId} rollback requested.`
    : 'ECS deployment circuit breaker: tasks failed to start.'
}

/** The last instant at which something about a rollout in progress changed. */
function lastChange(rollout: Rollout, nowMs: number): number {
  const instants = [at.scheduled, at.firstRunning, at.lastRunning, at.draining, at.oldStopped, at.oldGone]
  const passed = instants
    .map((fraction) => instantAt(rollout, fraction))
    .filter((instant) => instant <= nowMs)
  return passed.at(-1) ?? rollout.createdAtMs
}

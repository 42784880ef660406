import type { DeploymentIdentity, Rollout } from './records.ts'

export type PhaseName = 'in_progress' | 'completed' | 'failed' | 'rolling_back' | 'rolled_back' | 'superseded'

/** A stretch of a rollout's life. `stopped` tells a rollback that was asked for from one by the circuit breaker. */
export type Phase = { name: PhaseName; sinceMs: number; stopped: boolean }

/** Fractions of a rollout's duration at which something becomes visible, after real transcripts of ECS. */
export const at = {
  scheduled: 0.05,
  firstRunning: 0.3,
  lastRunning: 0.5,
  draining: 0.6,
  oldStopped: 0.65,
  oldGone: 0.75,
  breakerTrips: 0.7,
} as const

/** The circuit breaker's failures came 2:34, 4:46 and 11:00 after the start in the transcript. */
const breakerFailures = [0.2, 0.4, at.breakerTrips] as const
const longestBackoffMs = 27 * 60_000

/** The instant at which a fraction of the rollout's duration has passed. */
export function instantAt(rollout: Rollout, fraction: number): number {
  return rollout.createdAtMs + fraction * rollout.durationMs
}

/** Whether the rollout's tasks do not come up. With no task to start nothing can fail. */
export function startsFail(rollout: Rollout): boolean {
  return rollout.taskCount > 0 && (rollout.outcome === 'crash_loop' || rollout.outcome === 'cannot_pull')
}

/** Whether the rollout, left alone, replaces the tasks of the one before. */
export function replacesTasks(rollout: Rollout): boolean {
  return !startsFail(rollout) && !isStuck(rollout)
}

export function isStuck(rollout: Rollout): boolean {
  return rollout.outcome === 'stuck' && rollout.taskCount > 0
}

/** All phases of a rollout in order, also those still ahead, as far as its record decides them. */
export function phasesOf(rollout: Rollout): Phase[] {
  const phases: Phase[] = [{ name: 'in_progress', sinceMs: rollout.createdAtMs, stopped: false }]
  const turn = turnOf(rollout)
  if (turn !== null) phases.push(turn)
  if (turn?.name === 'rolling_back') {
    phases.push({ name: 'rolled_back', sinceMs: turn.sinceMs + rollout.rollbackMs, stopped: turn.stopped })
  }
  const supersededAtMs = rollout.supersededAtMs
  if (supersededAtMs === null) return phases
  const before = phases.filter((phase) => phase.sinceMs <= supersededAtMs)
  const last = before.at(-1)?.name
  if (last !== 'in_progress' && last !== 'rolling_back') return before
  return [...before, { name: 'superseded', sinceMs: supersededAtMs, stopped: false }]
}

/** The phase that a rollout is in. */
export function phaseAt(rollout: Rollout, nowMs: number): Phase {
  const reached = phasesOf(rollout).filter((phase) => phase.sinceMs <= nowMs)
  return reached.at(-1) ?? { name: 'in_progress', sinceMs: rollout.createdAtMs, stopped: false }
}

/** When the rollout ends or turns back: by its script, or because somebody asked. */
function turnOf(rollout: Rollout): Phase | null {
  const scripted = scriptedTurn(rollout)
  const stopAtMs = rollout.stopRequestedAtMs
  if (stopAtMs === null || (scripted !== null && scripted.sinceMs <= stopAtMs)) return scripted
  return { name: rollout.baseline === null ? 'failed' : 'rolling_back', sinceMs: stopAtMs, stopped: true }
}

function scriptedTurn(rollout: Rollout): Phase | null {
  if (isStuck(rollout)) return null
  if (!startsFail(rollout)) return { name: 'completed', sinceMs: instantAt(rollout, 1), stopped: false }
  if (rollout.circuitBreaker === 'off') return null
  const rollsBack = rollout.circuitBreaker === 'rollback' && rollout.baseline !== null
  return {
    name: rollsBack ? 'rolling_back' : 'failed',
    sinceMs: instantAt(rollout, at.breakerTrips),
    stopped: false,
  }
}

/** When, up to now, starting a task failed. Without a circuit breaker it goes on for ever, ever more slowly. */
export function failuresUntil(rollout: Rollout, nowMs: number): number[] {
  if (!startsFail(rollout)) return []
  const end = Math.min(nowMs, phasesOf(rollout)[1]?.sinceMs ?? nowMs)
  if (rollout.circuitBreaker !== 'off') {
    return breakerFailures.map((fraction) => instantAt(rollout, fraction)).filter((instant) => instant <= end)
  }
  const instants: number[] = []
  let gapMs = breakerFailures[0] * rollout.durationMs
  let instant = rollout.createdAtMs + gapMs
  while (instant <= end) {
    instants.push(instant)
    gapMs = Math.min(gapMs * 2, longestBackoffMs)
    instant += Math.max(gapMs, 1)
  }
  return instants
}

export type TaskCounts = { desired: number; pending: number; running: number; failed: number }

/** How many tasks a rollout's own deployment has. `desired` is what the service wants now. */
export function targetCounts(rollout: Rollout, nowMs: number, desired: number): TaskCounts {
  const phase = phaseAt(rollout, nowMs)
  const failed = failuresUntil(rollout, nowMs).length
  if (phase.name === 'completed') return { desired, pending: 0, running: desired, failed: 0 }
  if (phase.name !== 'in_progress') return { desired: 0, pending: 0, running: 0, failed }
  if (nowMs < instantAt(rollout, at.scheduled)) return { desired: 0, pending: 0, running: 0, failed: 0 }
  if (isStuck(rollout)) return { desired, pending: 0, running: 0, failed: 0 }
  // ECS tries with one task until one has come up.
  if (startsFail(rollout)) return { desired, pending: Math.min(1, desired), running: 0, failed }
  let running = 0
  for (let index = 0; index < desired; index += 1) {
    if (runningAt(rollout, index, desired) <= nowMs) running += 1
  }
  return { desired, pending: desired - running, running, failed: 0 }
}

/** When the task at this place of a healthy rollout is RUNNING. */
export function runningAt(rollout: Rollout, index: number, taskCount: number): number {
  const share = taskCount <= 1 ? 0 : index / (taskCount - 1)
  return instantAt(rollout, at.firstRunning + (at.lastRunning - at.firstRunning) * share)
}

/** How many tasks of the deployment before still run while this rollout goes on, and whether it is listed. */
export function sourceCounts(
  rollout: Rollout,
  nowMs: number,
  desired: number,
): { desired: number; running: number; listed: boolean } {
  const phase = phaseAt(rollout, nowMs)
  if (phase.name === 'completed') return { desired: 0, running: 0, listed: false }
  const untouched = phase.name !== 'in_progress' || !replacesTasks(rollout)
  if (untouched || nowMs < instantAt(rollout, at.draining)) return { desired, running: desired, listed: true }
  const running = nowMs < instantAt(rollout, at.oldStopped) ? desired : 0
  return { desired: 0, running, listed: nowMs < instantAt(rollout, at.oldGone) }
}

/** The deployment that a rollback of this rollout brings back, as `deployments[]` will name it. */
export function restoredBy(rollout: Rollout): DeploymentIdentity | null {
  if (rollout.baseline === null || rollout.rollbackVariant !== 'new_id') return rollout.baseline
  const turn = turnOf(rollout)
  return {
    ...rollout.baseline,
    deploymentId: rollout.rollbackDeploymentId,
    createdAtMs: turn?.sinceMs ?? rollout.createdAtMs,
  }
}

/** Which deployment is PRIMARY, and to which one a failing successor would be rolled back. */
export function standingOf(
  rollout: Rollout,
  nowMs: number,
): { primary: DeploymentIdentity; baseline: DeploymentIdentity | null } {
  const phase = phaseAt(rollout, nowMs).name
  const own = identityOf(rollout)
  if (phase === 'completed') return { primary: own, baseline: own }
  const restored = restoredBy(rollout)
  if ((phase === 'rolling_back' || phase === 'rolled_back') && restored !== null) {
    return { primary: restored, baseline: restored }
  }
  return { primary: own, baseline: rollout.baseline }
}

export function identityOf(rollout: Rollout): DeploymentIdentity {
  const { deploymentId, revisionId, taskDefinition, createdAtMs } = rollout
  return { deploymentId, revisionId, taskDefinition, createdAtMs }
}

import type { Rollout, Service } from './records.ts'
import { pullFailure, taskIdOf } from './rollout-events.ts'
import {
  at,
  failuresUntil,
  instantAt,
  isStuck,
  phaseAt,
  phasesOf,
  replacesTasks,
  runningAt,
  startsFail,
} from './rollout-script.ts'
import type { TaskState, TaskStop } from './task-view.ts'

/** How far back the tasks of a service are worked out: older ones were stopped long ago. */
const rolloutsLookedAt = 50

/** The tasks of a service, those that its rollouts started and those that failed, newest rollout first. */
export function tasksOfService(service: Service, rollouts: readonly Rollout[], nowMs: number): TaskState[] {
  const recent = rollouts.slice(-rolloutsLookedAt)
  const tasks: TaskState[] = []
  for (const [index, rollout] of recent.entries()) {
    const later = recent.slice(index + 1)
    if (startsFail(rollout)) tasks.unshift(...failingTasks(rollout, service, nowMs))
    else if (!isStuck(rollout)) tasks.unshift(...servingTasks(rollout, later, service, nowMs))
  }
  return tasks
}

function servingTasks(
  rollout: Rollout,
  later: readonly Rollout[],
  service: Service,
  nowMs: number,
): TaskState[] {
  const createdAtMs = instantAt(rollout, at.scheduled)
  if (nowMs < createdAtMs) return []
  const end = serviceEnd(rollout, later, service, nowMs)
  const endMs = end?.atMs ?? null
  if (endMs !== null && endMs < createdAtMs) return []
  const count = endMs === null ? service.desiredCount : rollout.taskCount
  return Array.from({ length: count }, (_, index) => {
    const startsMs = runningAt(rollout, index, count)
    const startedAtMs = startsMs <= nowMs && (endMs === null || startsMs <= endMs) ? startsMs : null
    const ended = endMs !== null && endMs <= nowMs
    const stop: TaskStop = {
      code: 'ServiceSchedulerInitiated',
      reason: `Scaling activity initiated by (deployment ${end?.by.deploymentId ?? ''})`,
      exitCode: startedAtMs === null ? null : 0,
      containerReason: null,
    }
    return {
      ...taskBase(rollout, service, taskIdOf(rollout, index)),
      createdAtMs,
      startedAtMs,
      stoppedAtMs: ended ? endMs : null,
      lastStatus: ended ? 'STOPPED' : startedAtMs === null ? 'PENDING' : 'RUNNING',
      stop: ended ? stop : null,
    }
  })
}

/**
 * When the tasks of a rollout stopped, and by which rollout: it was stopped or overtaken, a later one took
 * their place, or the service was deleted.
 */
function serviceEnd(
  rollout: Rollout,
  later: readonly Rollout[],
  service: Service,
  nowMs: number,
): { atMs: number; by: Rollout } | null {
  const phases = phasesOf(rollout)
  const end = phases.find((phase) => phase.name !== 'in_progress' && phase.name !== 'completed')
  if (end !== undefined && end.sinceMs <= nowMs) return { atMs: end.sinceMs, by: later[0] ?? rollout }
  for (const next of later) {
    if (!replacesTasks(next)) continue
    const drainedMs = instantAt(next, at.oldStopped)
    const drained = drainedMs <= nowMs && phaseAt(next, drainedMs).name === 'in_progress'
    if (drained && isKept(next, nowMs)) return { atMs: drainedMs, by: next }
  }
  return service.deletedAtMs === null ? null : { atMs: service.deletedAtMs, by: rollout }
}

/** Whether the rollout is completed or may still be: otherwise the tasks before it serve on. */
function isKept(rollout: Rollout, nowMs: number): boolean {
  const { name } = phaseAt(rollout, nowMs)
  return name === 'completed' || name === 'in_progress'
}

function failingTasks(rollout: Rollout, service: Service, nowMs: number): TaskState[] {
  const failures = failuresUntil(rollout, nowMs)
  const tasks = failures.map((failedMs, index): TaskState => {
    const createdAtMs = failures[index - 1] ?? instantAt(rollout, at.scheduled)
    const pulled = rollout.outcome === 'crash_loop'
    return {
      ...taskBase(rollout, service, taskIdOf(rollout, `attempt ${index}`)),
      createdAtMs,
      startedAtMs: pulled ? (createdAtMs + failedMs) / 2 : null,
      stoppedAtMs: failedMs,
      lastStatus: 'STOPPED',
      stop: pulled ? crashed : notStarted(pullFailure(rollout)),
    }
  })
  return [...tasks, ...openAttempt(rollout, service, failures, nowMs)]
}

/** The attempt that is still being made; it is stopped when the rollout ends in between. */
function openAttempt(rollout: Rollout, service: Service, failures: number[], nowMs: number): TaskState[] {
  const createdAtMs = failures.at(-1) ?? instantAt(rollout, at.scheduled)
  const endMs = phasesOf(rollout)[1]?.sinceMs ?? Number.POSITIVE_INFINITY
  if (nowMs < createdAtMs || endMs < createdAtMs) return []
  const ended = endMs <= nowMs
  const base = {
    ...taskBase(rollout, service, taskIdOf(rollout, `attempt ${failures.length}`)),
    createdAtMs,
    startedAtMs: null,
  }
  if (!ended) return [{ ...base, stoppedAtMs: null, lastStatus: 'PENDING', stop: null }]
  const stop: TaskStop = {
    code: 'ServiceSchedulerInitiated',
    reason: `Scaling activity initiated by (deployment ${rollout.deploymentId})`,
    exitCode: null,
    containerReason: null,
  }
  return [{ ...base, stoppedAtMs: endMs, lastStatus: 'STOPPED', stop }]
}

export const crashed: TaskStop = {
  code: 'EssentialContainerExited',
  reason: 'Essential container in task exited',
  exitCode: 1,
  containerReason: null,
}

export function notStarted(reason: string): TaskStop {
  return { code: 'TaskFailedToStart', reason, exitCode: null, containerReason: reason }
}

function taskBase(rollout: Rollout, service: Service, id: string) {
  return {
    id,
    cluster: service.cluster,
    group: `service:${service.name}`,
    startedBy: rollout.deploymentId,
    taskDefinition: rollout.taskDefinition,
    containers: rollout.images,
    launchType: service.settings.launchType,
    overrides: undefined,
    tags: [],
  }
}

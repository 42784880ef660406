import { derivedId, derivedUuid } from './ids.ts'
import type { Rollout } from './records.ts'
import {
  at,
  failuresUntil,
  instantAt,
  isStuck,
  phaseAt,
  phasesOf,
  replacesTasks,
  restoredBy,
  startsFail,
} from './rollout-script.ts'

export type RolloutEvent = { id: string; atMs: number; message: string }

type Line = { atMs: number; text: string }

const steadyEveryMs = 6 * 3_600_000
const shownEvents = 100

/** The id of a task that a rollout starts: the same at every look, because it is nowhere written down. */
export function taskIdOf(rollout: Rollout, place: string | number): string {
  return derivedId(rollout.deploymentId, 'task', place)
}

/**
 * The events that a rollout has caused up to now, oldest first, in the words of ECS. `untilMs` is when the
 * next rollout began, if one did: from then on it is that one which speaks.
 */
export function eventsOf(rollout: Rollout, nowMs: number, untilMs: number | null): RolloutEvent[] {
  const lines = [
    ...(startsFail(rollout) ? failureLines(rollout, nowMs) : progressLines(rollout)),
    ...phaseLines(rollout),
    ...steadyLines(rollout, untilMs === null ? nowMs : Math.min(nowMs, untilMs)),
  ]
  const past = lines.filter((line) => line.atMs <= nowMs)
  past.sort((a, b) => a.atMs - b.atMs)
  return past.map((line, index) => ({
    id: derivedUuid(rollout.deploymentId, 'event', index, line.text),
    atMs: line.atMs,
    message: `(service ${rollout.service}) ${line.text}`,
  }))
}

/** What a rollout whose tasks start reports, cut off where it was stopped or overtaken. */
function progressLines(rollout: Rollout): Line[] {
  const count = rollout.taskCount
  if (count === 0) return []
  const turn = phasesOf(rollout)[1]
  const cutMs = turn === undefined || turn.name === 'completed' ? Number.POSITIVE_INFINITY : turn.sinceMs
  if (isStuck(rollout))
    return [{ atMs: instantAt(rollout, at.firstRunning), text: deadlock }].filter(before(cutMs))
  const tasks = Array.from({ length: count }, (_, index) => taskIdOf(rollout, index))
  const lines: Line[] = [{ atMs: instantAt(rollout, at.scheduled), text: started(tasks) }]
  for (const targetGroup of rollout.targetGroups) {
    const text = `registered ${count} targets in (target-group ${targetGroup})`
    lines.push({ atMs: instantAt(rollout, at.lastRunning), text })
  }
  if (rollout.baseline !== null && replacesTasks(rollout)) lines.push(...drainLines(rollout))
  return lines.filter(before(cutMs))
}

function drainLines(rollout: Rollout): Line[] {
  const count = rollout.taskCount
  const drainedAtMs = instantAt(rollout, at.draining)
  const lines: Line[] = []
  for (const targetGroup of rollout.targetGroups) {
    lines.push({ atMs: drainedAtMs, text: `deregistered ${count} targets in (target-group ${targetGroup})` })
    lines.push({ atMs: drainedAtMs, text: `has begun draining connections on ${count} tasks.` })
  }
  const old = Array.from({ length: count }, (_, index) =>
    derivedId(rollout.baseline?.deploymentId ?? '', 'task', index),
  )
  lines.push({ atMs: instantAt(rollout, at.oldStopped), text: stopped(old, 'running') })
  return lines
}

function failureLines(rollout: Rollout, nowMs: number): Line[] {
  const lines: Line[] = [attemptLine(rollout, 0, instantAt(rollout, at.scheduled))]
  const endMs = phasesOf(rollout)[1]?.sinceMs ?? Number.POSITIVE_INFINITY
  for (const [index, failedMs] of failuresUntil(rollout, nowMs).entries()) {
    if (rollout.outcome === 'cannot_pull') {
      lines.push({ atMs: failedMs, text: `was unable to place a task. Reason: ${pullFailure(rollout)}.` })
    }
    if (rollout.circuitBreaker === 'off' && index === 4) {
      lines.push({ atMs: failedMs, text: 'is unable to consistently start tasks successfully.' })
    }
    lines.push(attemptLine(rollout, index + 1, failedMs))
  }
  return lines.filter(before(endMs))
}

function attemptLine(rollout: Rollout, attempt: number, atMs: number): Line {
  return { atMs, text: started([taskIdOf(rollout, `attempt ${attempt}`)]) }
}

/** What a task whose image can't be had gives as its reason. */
export function pullFailure(rollout: Rollout): string {
  const image = rollout.images[0]?.image ?? 'unknown'
  return `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`
}

function phaseLines(rollout: Rollout): Line[] {
  const lines: Line[] = []
  for (const phase of phasesOf(rollout)) {
    const atMs = phase.sinceMs
    const failure = phase.stopped ? 'service deployment rollback requested.' : 'tasks failed to start.'
    const failed = `(deployment ${rollout.deploymentId}) deployment failed: ${failure}`
    if (phase.name === 'completed') lines.push(...completed(rollout.deploymentId, atMs))
    if (phase.name === 'failed') lines.push({ atMs, text: failed })
    if (phase.name === 'rolling_back') {
      const attempt = failuresUntil(rollout, atMs).length
      lines.push({ atMs, text: failed })
      lines.push({ atMs, text: `rolling back to deployment ${rollout.baseline?.deploymentId ?? ''}.` })
      if (startsFail(rollout))
        lines.push({ atMs, text: stopped([taskIdOf(rollout, `attempt ${attempt}`)], 'pending') })
    }
    if (phase.name === 'rolled_back') lines.push(...completed(restoredBy(rollout)?.deploymentId ?? '', atMs))
  }
  return lines
}

/** A service at rest says so every six hours. */
function steadyLines(rollout: Rollout, untilMs: number): Line[] {
  const phase = phaseAt(rollout, untilMs)
  if (phase.name !== 'completed' && phase.name !== 'rolled_back') return []
  const times = Math.floor((untilMs - phase.sinceMs) / steadyEveryMs)
  const shown = Math.min(times, shownEvents)
  return Array.from({ length: shown }, (_, index) => ({
    atMs: phase.sinceMs + (times - shown + index + 1) * steadyEveryMs,
    text: steady,
  }))
}

const steady = 'has reached a steady state.'
const deadlock =
  'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.'

function completed(deploymentId: string, atMs: number): Line[] {
  return [
    { atMs, text: `(deployment ${deploymentId}) deployment completed.` },
    { atMs, text: steady },
  ]
}

function started(taskIds: readonly string[]): string {
  return `has started ${taskIds.length} tasks: ${listed(taskIds)}.`
}

function stopped(taskIds: readonly string[], state: 'running' | 'pending'): string {
  return `has stopped ${taskIds.length} ${state} tasks: ${listed(taskIds)}.`
}

function listed(taskIds: readonly string[]): string {
  return taskIds.map((id) => `(task ${id})`).join(' ')
}

function before(cutMs: number): (line: Line) => boolean {
  return (line) => line.atMs <= cutMs
}

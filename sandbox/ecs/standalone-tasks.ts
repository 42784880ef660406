import type { StandaloneTask, TaskDefinition } from './records.ts'
import { notStarted } from './service-tasks.ts'
import type { TaskState, TaskStop } from './task-view.ts'

/** A task that RunTask started, as it is now: a pure function of its record and the time. */
export function standaloneTask(
  task: StandaloneTask,
  definition: TaskDefinition | undefined,
  nowMs: number,
): TaskState {
  const containers = (definition?.request.containerDefinitions ?? []).map((container) => ({
    containerName: container.name ?? '',
    image: container.image ?? '',
  }))
  const end = endOf(task, containers[0]?.image ?? '')
  const ended = end !== null && end.atMs <= nowMs
  const startsMs = task.createdAtMs + 0.3 * task.durationMs
  const runs = task.outcome !== 'cannot_pull' && (end === null || startsMs < end.atMs)
  const startedAtMs = runs && startsMs <= nowMs ? startsMs : null
  const pendingMs = task.createdAtMs + 0.1 * task.durationMs
  const alive = startedAtMs !== null ? 'RUNNING' : nowMs >= pendingMs ? 'PENDING' : 'PROVISIONING'
  return {
    id: task.id,
    cluster: task.cluster,
    group: task.request.group ?? `family:${definition?.family ?? ''}`,
    startedBy: task.request.startedBy ?? null,
    taskDefinition: task.taskDefinition,
    containers,
    launchType: task.request.launchType,
    overrides: task.request.overrides ?? {},
    tags: task.request.tags ?? [],
    createdAtMs: task.createdAtMs,
    startedAtMs,
    stoppedAtMs: ended ? end.atMs : null,
    lastStatus: ended ? 'STOPPED' : alive,
    stop: ended ? end.stop : null,
  }
}

function endOf(task: StandaloneTask, image: string): { atMs: number; stop: TaskStop } | null {
  const own = ownEnd(task, image)
  const stopMs = task.stopRequestedAtMs
  if (stopMs === null || (own !== null && own.atMs <= stopMs)) return own
  const ran = stopMs >= task.createdAtMs + 0.3 * task.durationMs && task.outcome !== 'cannot_pull'
  const stop: TaskStop = {
    code: 'UserInitiated',
    reason: task.stopReason,
    exitCode: ran ? 137 : null,
    containerReason: null,
  }
  return { atMs: stopMs, stop }
}

function ownEnd(task: StandaloneTask, image: string): { atMs: number; stop: TaskStop } | null {
  switch (task.outcome) {
    case 'runs_on':
      return null
    case 'cannot_pull': {
      const reason = `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`
      return { atMs: task.createdAtMs + 0.5 * task.durationMs, stop: notStarted(reason) }
    }
    case 'exits': {
      const stop: TaskStop = {
        code: 'EssentialContainerExited',
        reason: 'Essential container in task exited',
        exitCode: task.exitCode,
        containerReason: null,
      }
      return { atMs: task.createdAtMs + task.durationMs, stop }
    }
  }
}

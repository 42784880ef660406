import { clusterArn, containerArn, taskArn } from './arns.ts'
import { derivedUuid } from './ids.ts'
import type { Tags } from './records.ts'
import type { AnswerOf } from './wire-types.ts'

export type TaskAnswer = NonNullable<AnswerOf<'DescribeTasks'>['tasks']>[number]

/** One task as it is at a moment, whether a service or RunTask started it. */
export type TaskState = {
  id: string
  cluster: string
  group: string
  startedBy: string | null
  taskDefinition: string
  containers: { containerName: string; image: string }[]
  launchType: TaskAnswer['launchType']
  overrides: TaskAnswer['overrides']
  tags: Tags
  createdAtMs: number
  lastStatus: 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'DEPROVISIONING' | 'STOPPED'
  startedAtMs: number | null
  stoppedAtMs: number | null
  stop: TaskStop | null
}

/** Why and how a task stops. `exitCode` is null where no container had begun to run. */
export type TaskStop = {
  code: 'TaskFailedToStart' | 'EssentialContainerExited' | 'UserInitiated' | 'ServiceSchedulerInitiated'
  reason: string
  exitCode: number | null
  containerReason: string | null
}

/** Stopped tasks can be described for about an hour. */
const stoppedShownMs = 3_600_000

export function isShown(task: TaskState, nowMs: number): boolean {
  return task.createdAtMs <= nowMs && (task.stoppedAtMs === null || nowMs - task.stoppedAtMs < stoppedShownMs)
}

/** What is wanted of the task: it is STOPPED from the moment that it is being stopped. */
export function desiredStatus(task: TaskState): 'RUNNING' | 'STOPPED' {
  return task.stop === null ? 'RUNNING' : 'STOPPED'
}

/** A task as DescribeTasks answers it. */
export function describeTask(task: TaskState, withTags: boolean): TaskAnswer {
  const { stop } = task
  return {
    taskArn: taskArn(task.cluster, task.id),
    clusterArn: clusterArn(task.cluster),
    taskDefinitionArn: task.taskDefinition,
    group: task.group,
    lastStatus: task.lastStatus,
    desiredStatus: desiredStatus(task),
    createdAt: task.createdAtMs / 1000,
    attachments: [],
    attributes: [],
    tags: withTags ? task.tags : [],
    version: 1,
    containers: task.containers.map((container) => describeContainer(task, container)),
    ...(task.startedBy === null ? {} : { startedBy: task.startedBy }),
    ...(task.launchType === undefined ? {} : { launchType: task.launchType }),
    ...(task.overrides === undefined ? {} : { overrides: task.overrides }),
    ...(task.startedAtMs === null ? {} : { startedAt: task.startedAtMs / 1000 }),
    ...(task.stoppedAtMs === null ? {} : { stoppedAt: task.stoppedAtMs / 1000 }),
    ...(stop === null ? {} : { stopCode: stop.code, stoppedReason: stop.reason }),
  }
}

function describeContainer(
  task: TaskState,
  container: { containerName: string; image: string },
): NonNullable<TaskAnswer['containers']>[number] {
  const { stop } = task
  const stopped = task.lastStatus === 'STOPPED'
  return {
    containerArn: containerArn(task.cluster, task.id, derivedUuid(task.id, container.containerName)),
    taskArn: taskArn(task.cluster, task.id),
    name: container.containerName,
    image: container.image,
    lastStatus: task.lastStatus === 'RUNNING' || stopped ? task.lastStatus : 'PENDING',
    networkInterfaces: [],
    ...(stopped && stop !== null && stop.exitCode !== null ? { exitCode: stop.exitCode } : {}),
    ...(stopped && stop !== null && stop.containerReason !== null ? { reason: stop.containerReason } : {}),
  }
}

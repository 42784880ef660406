import { isDeepStrictEqual } from 'node:util'
import { nameIn, taskArn, taskDefinitionArn } from '../arns.ts'
import { AwsError } from '../aws-error.ts'
import type { Call } from '../call.ts'
import { newTaskId } from '../ids.ts'
import { findService, findTaskDefinition, requireActiveTaskDefinition, requireCluster } from '../lookups.ts'
import { page } from '../paging.ts'
import type { Cluster, NextTask, StandaloneTask, TaskDefinition } from '../records.ts'
import { tasksOfService } from '../service-tasks.ts'
import { standaloneTask } from '../standalone-tasks.ts'
import { describeTask, desiredStatus, isShown, type TaskState } from '../task-view.ts'
import type { AnswerOf, RequestOf } from '../wire-types.ts'

export function runTask(call: Call, request: RequestOf<'RunTask'>): AnswerOf<'RunTask'> {
  const cluster = requireCluster(call.world, request.cluster)
  const repeated = tasksWithToken(call, cluster, request)
  if (repeated !== null) return { tasks: repeated.map((task) => describeTask(task, true)), failures: [] }
  const definition = requireActiveTaskDefinition(call.world, request.taskDefinition)
  const count = request.count ?? 1
  if (count < 1 || count > 10)
    throw new AwsError('InvalidParameterException', 'count must be between 1 and 10.')
  const next = call.world.nextTasks.get(definition.family) ?? nextTaskByImage(definition)
  const started = Array.from({ length: count }, (): StandaloneTask => {
    return {
      id: newTaskId(),
      cluster: cluster.name,
      taskDefinition: taskDefinitionArn(definition.family, definition.revision),
      request,
      createdAtMs: call.nowMs,
      durationMs: (next.seconds ?? call.rolloutSeconds) * 1000,
      outcome: next.outcome,
      exitCode: next.exitCode,
      stopRequestedAtMs: null,
      stopReason: '',
    }
  })
  for (const task of started) {
    call.world.put({ kind: 'task', id: task.id, value: task })
    call.effects.push(`task_started ${taskArn(task.cluster, task.id)}`)
  }
  return { tasks: started.map((task) => describeTask(stateOf(call, task), true)), failures: [] }
}

/** What the same client token started before. The same token with another request is a conflict. */
function tasksWithToken(call: Call, cluster: Cluster, request: RequestOf<'RunTask'>): TaskState[] | null {
  if (request.clientToken === undefined) return null
  if (request.clientToken.length > 64) {
    throw new AwsError('InvalidParameterException', 'clientToken cannot be longer than 64 characters.')
  }
  const started = [...call.world.tasks.values()].filter(
    (task) => task.cluster === cluster.name && task.request.clientToken === request.clientToken,
  )
  const [first] = started
  if (first === undefined) return null
  if (!isDeepStrictEqual(first.request, request)) {
    const resourceIds = started.map((task) => taskArn(task.cluster, task.id))
    throw new AwsError(
      'ConflictException',
      'The client token was already used with a request that had other parameters.',
      { members: { resourceIds } },
    )
  }
  return started.map((task) => stateOf(call, task))
}

/** Without a script the image's tag decides, as it does for rollouts. */
function nextTaskByImage(definition: TaskDefinition): NextTask {
  const images = (definition.request.containerDefinitions ?? []).map((container) => container.image ?? '')
  const tags = images.map((image) => image.slice(image.lastIndexOf('/') + 1).split(':')[1] ?? '')
  if (tags.some((tag) => tag.includes('missing')))
    return { outcome: 'cannot_pull', exitCode: 0, seconds: null }
  return { outcome: 'exits', exitCode: tags.some((tag) => tag.includes('crash')) ? 1 : 0, seconds: null }
}

export function listTasks(call: Call, request: RequestOf<'ListTasks'>): AnswerOf<'ListTasks'> {
  const cluster = requireCluster(call.world, request.cluster)
  if (
    request.serviceName !== undefined &&
    findService(call.world, cluster, request.serviceName) === undefined
  ) {
    throw new AwsError('ServiceNotFoundException', 'Service not found.')
  }
  const wanted = request.desiredStatus ?? 'RUNNING'
  const group = request.serviceName === undefined ? null : `service:${nameIn(request.serviceName)}`
  const arns = shownTasks(call, cluster)
    .filter((task) => desiredStatus(task) === wanted)
    .filter((task) => group === null || task.group === group)
    .filter((task) => request.startedBy === undefined || task.startedBy === request.startedBy)
    .filter(
      (task) => request.family === undefined || nameIn(task.taskDefinition).split(':')[0] === request.family,
    )
    .filter((task) => request.launchType === undefined || task.launchType === request.launchType)
    .map((task) => taskArn(task.cluster, task.id))
  const { items, ...rest } = page(arns, request, 100)
  return { taskArns: items, ...rest }
}

export function describeTasks(call: Call, request: RequestOf<'DescribeTasks'>): AnswerOf<'DescribeTasks'> {
  const cluster = requireCluster(call.world, request.cluster)
  const asked = request.tasks ?? []
  if (asked.length === 0) throw new AwsError('InvalidParameterException', 'Tasks cannot be empty.')
  if (asked.length > 100)
    throw new AwsError('InvalidParameterException', 'Tasks cannot have more than 100 elements.')
  const shown = new Map(shownTasks(call, cluster).map((task) => [task.id, task]))
  const withTags = request.include?.includes('TAGS') ?? false
  const tasks: NonNullable<AnswerOf<'DescribeTasks'>['tasks']> = []
  const failures: NonNullable<AnswerOf<'DescribeTasks'>['failures']> = []
  for (const name of asked) {
    const task = shown.get(nameIn(name))
    if (task === undefined) failures.push({ arn: taskArn(cluster.name, nameIn(name)), reason: 'MISSING' })
    else tasks.push(describeTask(task, withTags))
  }
  return { tasks, failures }
}

export function stopTask(call: Call, request: RequestOf<'StopTask'>): AnswerOf<'StopTask'> {
  const cluster = requireCluster(call.world, request.cluster)
  const id = nameIn(request.task ?? '')
  const task = call.world.tasks.get(id)
  if (task === undefined || task.cluster !== cluster.name) {
    const ofService = shownTasks(call, cluster).some((shown) => shown.id === id)
    if (!ofService) throw new AwsError('InvalidParameterException', 'The referenced task was not found.')
    // ECS would start another in its place at once; the sandbox works its services' tasks out and keeps this one.
    throw new AwsError('InvalidParameterException', 'The sandbox stops only tasks that RunTask started.')
  }
  if (stateOf(call, task).stop === null && task.stopRequestedAtMs === null) {
    const stopped = {
      ...task,
      stopRequestedAtMs: call.nowMs,
      stopReason: request.reason ?? 'Task stopped by user',
    }
    call.world.put({ kind: 'task', id, value: stopped })
    call.effects.push(`task_stopped ${taskArn(task.cluster, id)}`)
    return { task: describeTask(stateOf(call, stopped), false) }
  }
  return { task: describeTask(stateOf(call, task), false) }
}

function shownTasks(call: Call, cluster: Cluster): TaskState[] {
  const tasks: TaskState[] = []
  for (const task of call.world.tasks.values()) {
    if (task.cluster === cluster.name) tasks.push(stateOf(call, task))
  }
  for (const service of call.world.services.values()) {
    if (service.cluster !== cluster.name) continue
    tasks.push(...tasksOfService(service, call.world.rolloutsOf(service), call.nowMs))
  }
  return tasks.filter((task) => isShown(task, call.nowMs))
}

function stateOf(call: Call, task: StandaloneTask): TaskState {
  return standaloneTask(task, findTaskDefinition(call.world, task.taskDefinition), call.nowMs)
}

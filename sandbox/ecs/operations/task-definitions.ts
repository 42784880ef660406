import { nameIn, taskDefinitionArn } from '../arns.ts'
import { AwsError } from '../aws-error.ts'
import type { Call } from '../call.ts'
import { findTaskDefinition } from '../lookups.ts'
import { page } from '../paging.ts'
import type { TaskDefinition } from '../records.ts'
import type { AnswerOf, RequestOf } from '../wire-types.ts'
import { taskDefinitionKey } from '../world.ts'

type TaskDefinitionAnswer = NonNullable<AnswerOf<'DescribeTaskDefinition'>['taskDefinition']>

export function registerTaskDefinition(
  call: Call,
  request: RequestOf<'RegisterTaskDefinition'>,
): AnswerOf<'RegisterTaskDefinition'> {
  checkRegistration(request)
  const family = request.family ?? ''
  const { tags = [], ...kept } = request
  const definition: TaskDefinition = {
    family,
    revision: call.world.newestRevision(family) + 1,
    status: 'ACTIVE',
    registeredAtMs: call.nowMs,
    deregisteredAtMs: null,
    registeredBy: call.caller.arn,
    request: kept,
    tags,
  }
  putTaskDefinition(call, definition)
  call.effects.push(`revision_registered ${arnOf(definition)}`)
  return { taskDefinition: describe(definition), tags }
}

function checkRegistration(request: RequestOf<'RegisterTaskDefinition'>): void {
  if (!/^[\w-]{1,255}$/.test(request.family ?? '')) {
    throw new AwsError('ClientException', 'Family contains invalid characters.')
  }
  const containers = request.containerDefinitions ?? []
  if (containers.length === 0) throw new AwsError('ClientException', 'Container list cannot be empty.')
  const names = new Set<string>()
  for (const container of containers) {
    if (!container.image)
      throw new AwsError('ClientException', 'Container.image should not be null or empty.')
    if (!container.name) throw new AwsError('ClientException', 'Container.name should not be null or empty.')
    if (names.has(container.name)) throw new AwsError('ClientException', 'Container.name must be unique.')
    names.add(container.name)
  }
  if (containers.every((container) => container.essential === false)) {
    throw new AwsError(
      'ClientException',
      'At least one container in a task definition must be marked essential.',
    )
  }
  const fargate = request.requiresCompatibilities?.includes('FARGATE') ?? false
  if (fargate && request.networkMode !== 'awsvpc') {
    throw new AwsError('ClientException', 'Fargate only supports network mode ‘awsvpc’.')
  }
  if (fargate && (request.cpu === undefined || request.memory === undefined)) {
    throw new AwsError('ClientException', "Fargate requires that 'cpu' be defined at the task level.")
  }
}

export function describeTaskDefinition(
  call: Call,
  request: RequestOf<'DescribeTaskDefinition'>,
): AnswerOf<'DescribeTaskDefinition'> {
  const definition = findTaskDefinition(call.world, request.taskDefinition ?? '')
  if (definition === undefined) throw new AwsError('ClientException', 'Unable to describe task definition.')
  const withTags = request.include?.includes('TAGS') ?? false
  return { taskDefinition: describe(definition), ...(withTags ? { tags: definition.tags } : {}) }
}

export function deregisterTaskDefinition(
  call: Call,
  request: RequestOf<'DeregisterTaskDefinition'>,
): AnswerOf<'DeregisterTaskDefinition'> {
  if (!nameIn(request.taskDefinition ?? '').includes(':')) {
    throw new AwsError('ClientException', 'Task definition must be specified with a revision.')
  }
  const definition = findTaskDefinition(call.world, request.taskDefinition ?? '')
  if (definition === undefined)
    throw new AwsError('ClientException', 'The specified task definition does not exist.')
  if (definition.status === 'INACTIVE')
    throw new AwsError('ClientException', 'The specified task definition is inactive.')
  const inactive: TaskDefinition = { ...definition, status: 'INACTIVE', deregisteredAtMs: call.nowMs }
  putTaskDefinition(call, inactive)
  call.effects.push(`revision_deregistered ${arnOf(inactive)}`)
  return { taskDefinition: describe(inactive) }
}

export function listTaskDefinitions(
  call: Call,
  request: RequestOf<'ListTaskDefinitions'>,
): AnswerOf<'ListTaskDefinitions'> {
  const status = request.status ?? 'ACTIVE'
  // `familyPrefix` is the whole name of a family, for all that the parameter is called.
  const found = [...call.world.taskDefinitions.values()]
    .filter((definition) => definition.status === status)
    .filter((definition) => request.familyPrefix === undefined || definition.family === request.familyPrefix)
    .sort((a, b) => (a.family === b.family ? a.revision - b.revision : a.family < b.family ? -1 : 1))
  if (request.sort === 'DESC') found.reverse()
  const { items, ...rest } = page(found.map(arnOf), request, 100)
  return { taskDefinitionArns: items, ...rest }
}

export function listTaskDefinitionFamilies(
  call: Call,
  request: RequestOf<'ListTaskDefinitionFamilies'>,
): AnswerOf<'ListTaskDefinitionFamilies'> {
  const active = new Map<string, boolean>()
  for (const { family, status } of call.world.taskDefinitions.values()) {
    active.set(family, (active.get(family) ?? false) || status === 'ACTIVE')
  }
  const wanted = request.status ?? 'ALL'
  const families = [...active]
    .filter(([family]) => family.startsWith(request.familyPrefix ?? ''))
    .filter(([, isActive]) => wanted === 'ALL' || isActive === (wanted === 'ACTIVE'))
    .map(([family]) => family)
    .sort()
  const { items, ...rest } = page(families, request, 100)
  return { families: items, ...rest }
}

export function putTaskDefinition(call: Call, definition: TaskDefinition): void {
  call.world.put({
    kind: 'taskDefinition',
    id: taskDefinitionKey(definition.family, definition.revision),
    value: definition,
  })
}

function arnOf(definition: TaskDefinition): string {
  return taskDefinitionArn(definition.family, definition.revision)
}

/** With the nine members that ECS adds and that a registration must not carry. */
function describe(definition: TaskDefinition): TaskDefinitionAnswer {
  const { request } = definition
  const containerDefinitions = (request.containerDefinitions ?? []).map((container) => ({
    cpu: 0,
    portMappings: [],
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    ...container,
  }))
  return {
    ...request,
    volumes: request.volumes ?? [],
    placementConstraints: request.placementConstraints ?? [],
    containerDefinitions,
    taskDefinitionArn: arnOf(definition),
    revision: definition.revision,
    status: definition.status,
    requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
    compatibilities:
      request.networkMode === 'awsvpc' ? ['EC2', 'FARGATE', 'MANAGED_INSTANCES'] : ['EXTERNAL', 'EC2'],
    registeredAt: definition.registeredAtMs / 1000,
    registeredBy: definition.registeredBy,
    ...(definition.deregisteredAtMs === null ? {} : { deregisteredAt: definition.deregisteredAtMs / 1000 }),
  }
}

import { nameIn, serviceArn } from '../arns.ts'
import { AwsError } from '../aws-error.ts'
import type { Call } from '../call.ts'
import { findService, requireActiveTaskDefinition, requireCluster, requireService } from '../lookups.ts'
import { page } from '../paging.ts'
import type { Service } from '../records.ts'
import { completeDeploymentConfiguration, pickSettings } from '../service-settings.ts'
import { describeService } from '../service-view.ts'
import { putService, startRollout } from '../start-rollout.ts'
import type { AnswerOf, RequestOf } from '../wire-types.ts'

export function listServices(call: Call, request: RequestOf<'ListServices'>): AnswerOf<'ListServices'> {
  const cluster = requireCluster(call.world, request.cluster)
  const arns = [...call.world.services.values()]
    .filter((service) => service.cluster === cluster.name && service.status === 'ACTIVE')
    .filter(
      (service) => request.launchType === undefined || service.settings.launchType === request.launchType,
    )
    .filter((service) => matchesScheduling(service, request.schedulingStrategy))
    .map((service) => serviceArn(service.cluster, service.name))
  // ListServices gives pages of ten unless asked otherwise.
  const { items, ...rest } = page(arns, { ...request, maxResults: request.maxResults ?? 10 }, 100)
  return { serviceArns: items, ...rest }
}

function matchesScheduling(service: Service, strategy: string | undefined): boolean {
  return strategy === undefined || (service.settings.schedulingStrategy ?? 'REPLICA') === strategy
}

export function describeServices(
  call: Call,
  request: RequestOf<'DescribeServices'>,
): AnswerOf<'DescribeServices'> {
  const cluster = requireCluster(call.world, request.cluster)
  const asked = request.services ?? []
  if (asked.length === 0) throw new AwsError('InvalidParameterException', 'Services cannot be empty.')
  if (asked.length > 10)
    throw new AwsError('InvalidParameterException', 'Services cannot have more than 10 elements.')
  const withTags = request.include?.includes('TAGS') ?? false
  const services: NonNullable<AnswerOf<'DescribeServices'>['services']> = []
  const failures: NonNullable<AnswerOf<'DescribeServices'>['failures']> = []
  for (const name of asked) {
    const service = findService(call.world, cluster, name)
    if (service === undefined)
      failures.push({ arn: serviceArn(cluster.name, nameIn(name)), reason: 'MISSING' })
    else services.push(describeService(service, call.world.rolloutsOf(service), call.nowMs, withTags))
  }
  return { services, failures }
}

export function createService(call: Call, request: RequestOf<'CreateService'>): AnswerOf<'CreateService'> {
  const cluster = requireCluster(call.world, request.cluster)
  const name = request.serviceName ?? ''
  if (!/^[\w-]{1,255}$/.test(name)) throw new AwsError('InvalidParameterException', 'Invalid service name.')
  const predecessor = findService(call.world, cluster, name)
  if (predecessor?.status === 'ACTIVE') {
    throw new AwsError('InvalidParameterException', 'Creation of service was not idempotent.')
  }
  const controller = request.deploymentController?.type ?? 'ECS'
  const definition =
    controller === 'EXTERNAL' ? null : requireActiveTaskDefinition(call.world, request.taskDefinition)
  const daemon = request.schedulingStrategy === 'DAEMON'
  const service: Service = {
    cluster: cluster.name,
    name,
    generation: (predecessor?.generation ?? 0) + 1,
    status: 'ACTIVE',
    createdAtMs: call.nowMs,
    deletedAtMs: null,
    createdBy: call.caller.arn,
    desiredCount: request.desiredCount ?? (daemon ? 1 : 0),
    deploymentController: controller,
    deploymentConfiguration: completeDeploymentConfiguration(request.deploymentConfiguration, undefined),
    settings: pickSettings(request),
    tags: request.tags ?? [],
    next: null,
    outsideUpdateAtMs: null,
  }
  putService(call, service)
  call.effects.push(`service_created ${serviceArn(cluster.name, name)}`)
  if (definition !== null) startRollout(call, service, definition)
  return { service: describeService(service, call.world.rolloutsOf(service), call.nowMs, true) }
}

export function deleteService(call: Call, request: RequestOf<'DeleteService'>): AnswerOf<'DeleteService'> {
  const cluster = requireCluster(call.world, request.cluster)
  const service = requireService(call.world, cluster, request.service)
  if (service.desiredCount > 0 && request.force !== true) {
    throw new AwsError(
      'InvalidParameterException',
      'The service cannot be stopped while it is scaled above 0.',
    )
  }
  const deleted: Service = {
    ...service,
    status: 'INACTIVE',
    deletedAtMs: call.nowMs,
    outsideUpdateAtMs: null,
  }
  putService(call, deleted)
  call.effects.push(`service_deleted ${serviceArn(service.cluster, service.name)}`)
  return { service: describeService(deleted, call.world.rolloutsOf(deleted), call.nowMs, false) }
}

import { clusterArn, nameIn, serviceArn, serviceDeploymentArn, serviceRevisionArn } from '../arns.ts'
import { AwsError } from '../aws-error.ts'
import type { Call } from '../call.ts'
import { findService, requireCluster } from '../lookups.ts'
import { page } from '../paging.ts'
import type { Rollout, Service } from '../records.ts'
import { phaseAt } from '../rollout-script.ts'
import { briefServiceDeployment, describeServiceDeployment, hasEnded } from '../service-deployment-view.ts'
import { isListed } from '../service-view.ts'
import type { AnswerOf, RequestOf } from '../wire-types.ts'
import { serviceKey } from '../world.ts'

export function listServiceDeployments(
  call: Call,
  request: RequestOf<'ListServiceDeployments'>,
): AnswerOf<'ListServiceDeployments'> {
  const cluster = requireCluster(call.world, request.cluster)
  const service = findService(call.world, cluster, request.service ?? '')
  if (service === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.')
  const { after = Number.NEGATIVE_INFINITY, before = Number.POSITIVE_INFINITY } = request.createdAt ?? {}
  const found = call.world
    .rolloutsOf(service)
    .filter((rollout) => isListed(rollout, call.nowMs))
    .filter(({ createdAtMs }) => createdAtMs / 1000 > after && createdAtMs / 1000 < before)
    .toReversed()
    .map((rollout) => briefServiceDeployment(rollout, call.nowMs))
    .filter(
      ({ status }) => !request.status?.length || (status !== undefined && request.status.includes(status)),
    )
  const { items, ...rest } = page(found, request, 100)
  return { serviceDeployments: items, ...rest }
}

export function describeServiceDeployments(
  call: Call,
  request: RequestOf<'DescribeServiceDeployments'>,
): AnswerOf<'DescribeServiceDeployments'> {
  const arns = request.serviceDeploymentArns ?? []
  refuseEmptyOrLong(arns, 'serviceDeploymentArns')
  const serviceDeployments: NonNullable<AnswerOf<'DescribeServiceDeployments'>['serviceDeployments']> = []
  const failures: NonNullable<AnswerOf<'DescribeServiceDeployments'>['failures']> = []
  for (const arn of arns) {
    const found = findServiceDeployment(call, arn)
    if (found === null) failures.push({ arn, reason: 'MISSING' })
    else serviceDeployments.push(describeServiceDeployment(found.rollout, found.service, call.nowMs))
  }
  return { serviceDeployments, failures }
}

export function describeServiceRevisions(
  call: Call,
  request: RequestOf<'DescribeServiceRevisions'>,
): AnswerOf<'DescribeServiceRevisions'> {
  const arns = request.serviceRevisionArns ?? []
  refuseEmptyOrLong(arns, 'serviceRevisionArns')
  const serviceRevisions: NonNullable<AnswerOf<'DescribeServiceRevisions'>['serviceRevisions']> = []
  const failures: NonNullable<AnswerOf<'DescribeServiceRevisions'>['failures']> = []
  for (const arn of arns) {
    const service = serviceOf(call, arn)
    const rollout =
      service && call.world.rolloutsOf(service).findLast(({ revisionId }) => revisionId === nameIn(arn))
    if (service === undefined || rollout === undefined) failures.push({ arn, reason: 'MISSING' })
    else serviceRevisions.push(describeRevision(rollout, service))
  }
  return { serviceRevisions, failures }
}

export function stopServiceDeployment(
  call: Call,
  request: RequestOf<'StopServiceDeployment'>,
): AnswerOf<'StopServiceDeployment'> {
  const arn = request.serviceDeploymentArn ?? ''
  if (request.stopType === 'ABORT') {
    throw new AwsError('InvalidParameterException', 'ABORT is not supported. Use ROLLBACK.')
  }
  const found = findServiceDeployment(call, arn)
  if (found === null) {
    throw new AwsError('ServiceDeploymentNotFoundException', 'The service deployment could not be found.')
  }
  const { rollout } = found
  if (hasEnded(rollout, call.nowMs)) {
    throw new AwsError('ConflictException', 'The service deployment is not in a state that can be stopped.')
  }
  // One that is on its way back already has what was asked for.
  if (phaseAt(rollout, call.nowMs).name === 'in_progress') {
    const stopped: Rollout = { ...rollout, stopRequestedAtMs: call.nowMs }
    call.world.put({ kind: 'rollout', id: rollout.deploymentId, value: stopped })
    call.effects.push(`rollback_requested ${rollout.deploymentId}`)
  }
  return { serviceDeploymentArn: arn }
}

function refuseEmptyOrLong(arns: readonly string[], member: string): void {
  if (arns.length === 0) throw new AwsError('InvalidParameterException', `${member} cannot be empty.`)
  if (arns.length > 20)
    throw new AwsError('InvalidParameterException', `${member} cannot have more than 20 elements.`)
}

/** The service in `arn:…:service-deployment/<cluster>/<service>/<id>` or the same of a revision. */
function serviceOf(call: Call, arn: string): Service | undefined {
  const [, cluster = '', service = ''] = arn.split('/')
  return call.world.services.get(serviceKey(cluster, service))
}

function findServiceDeployment(call: Call, arn: string): { rollout: Rollout; service: Service } | null {
  const service = serviceOf(call, arn)
  if (service === undefined) return null
  const rollout = call.world
    .rolloutsOf(service)
    .findLast(
      ({ serviceDeploymentId }) =>
        arn === serviceDeploymentArn(service.cluster, service.name, serviceDeploymentId),
    )
  return rollout === undefined ? null : { rollout, service }
}

function describeRevision(
  rollout: Rollout,
  service: Service,
): NonNullable<AnswerOf<'DescribeServiceRevisions'>['serviceRevisions']>[number] {
  const { launchType, platformVersion, networkConfiguration, loadBalancers } = service.settings
  return {
    serviceRevisionArn: serviceRevisionArn(service.cluster, service.name, rollout.revisionId),
    serviceArn: serviceArn(service.cluster, service.name),
    clusterArn: clusterArn(service.cluster),
    taskDefinition: rollout.taskDefinition,
    containerImages: rollout.images,
    createdAt: rollout.createdAtMs / 1000,
    guardDutyEnabled: false,
    ...(launchType === undefined ? {} : { launchType }),
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
    ...(loadBalancers === undefined ? {} : { loadBalancers }),
  }
}

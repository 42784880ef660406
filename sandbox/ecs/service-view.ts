import { clusterArn, serviceArn, serviceDeploymentArn, serviceRevisionArn } from './arns.ts'
import { type DeploymentView, deploymentsOf, totalsOf } from './deployments-view.ts'
import type { Rollout, Service } from './records.ts'
import { eventsOf, type RolloutEvent } from './rollout-events.ts'
import { at, instantAt } from './rollout-script.ts'
import type { AnswerOf } from './wire-types.ts'

export type ServiceAnswer = NonNullable<NonNullable<AnswerOf<'DescribeServices'>['services']>[number]>

const shownEvents = 100

/** A service as DescribeServices, CreateService and UpdateService answer it. */
export function describeService(
  service: Service,
  rollouts: readonly Rollout[],
  nowMs: number,
  withTags: boolean,
): ServiceAnswer {
  const { settings } = service
  const deployments = deploymentsOf(service, rollouts, nowMs)
  const totals = totalsOf(deployments)
  return {
    ...shownSettings(settings),
    serviceArn: serviceArn(service.cluster, service.name),
    serviceName: service.name,
    clusterArn: clusterArn(service.cluster),
    status: service.status,
    desiredCount: service.status === 'ACTIVE' ? service.desiredCount : 0,
    runningCount: totals.running,
    pendingCount: totals.pending,
    taskDefinition: deployments[0]?.taskDefinition ?? rollouts.at(-1)?.taskDefinition,
    deploymentConfiguration: service.deploymentConfiguration,
    deployments: deployments.map((deployment) => describeDeployment(deployment, service)),
    events: newestEvents(rollouts, nowMs).map(({ id, atMs, message }) => ({
      id,
      createdAt: atMs / 1000,
      message,
    })),
    createdAt: service.createdAtMs / 1000,
    createdBy: service.createdBy,
    deploymentController: { type: service.deploymentController },
    currentServiceDeployment: currentServiceDeployment(rollouts, nowMs),
    currentServiceRevisions: deployments.map((deployment) => ({
      arn: serviceRevisionArn(service.cluster, service.name, deployment.revisionId),
      requestedTaskCount: deployment.desired,
      runningTaskCount: deployment.running,
      pendingTaskCount: deployment.pending,
    })),
    ...(withTags ? { tags: service.tags } : {}),
  }
}

function describeDeployment(
  view: DeploymentView,
  service: Service,
): NonNullable<ServiceAnswer['deployments']>[number] {
  const { launchType, platformVersion, networkConfiguration, capacityProviderStrategy } = service.settings
  return {
    id: view.deploymentId,
    status: view.status,
    taskDefinition: view.taskDefinition,
    desiredCount: view.desired,
    pendingCount: view.pending,
    runningCount: view.running,
    failedTasks: view.failed,
    createdAt: view.createdAtMs / 1000,
    updatedAt: view.updatedAtMs / 1000,
    rolloutState: view.rolloutState,
    rolloutStateReason: view.reason,
    ...(launchType === undefined ? {} : { launchType }),
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
    ...(capacityProviderStrategy === undefined ? {} : { capacityProviderStrategy }),
  }
}

/** What was set at creation and is answered as it was given. */
function shownSettings(settings: Service['settings']): ServiceAnswer {
  const { role, serviceConnectConfiguration, volumeConfigurations, vpcLatticeConfigurations, ...shown } =
    settings
  return {
    ...shown,
    ...(role === undefined ? {} : { roleArn: role }),
    loadBalancers: shown.loadBalancers ?? [],
    serviceRegistries: shown.serviceRegistries ?? [],
    placementConstraints: shown.placementConstraints ?? [],
    placementStrategy: shown.placementStrategy ?? [],
    schedulingStrategy: shown.schedulingStrategy ?? 'REPLICA',
    enableECSManagedTags: shown.enableECSManagedTags ?? false,
    enableExecuteCommand: shown.enableExecuteCommand ?? false,
    propagateTags: shown.propagateTags ?? 'NONE',
  }
}

/** The newest service deployment that is visible: a fresh one is not at once, here as at AWS. */
function currentServiceDeployment(rollouts: readonly Rollout[], nowMs: number): string | undefined {
  const rollout = rollouts.findLast((candidate) => isListed(candidate, nowMs))
  if (rollout === undefined) return undefined
  return serviceDeploymentArn(rollout.cluster, rollout.service, rollout.serviceDeploymentId)
}

/** Whether ListServiceDeployments shows the rollout yet. */
export function isListed(rollout: Rollout, nowMs: number): boolean {
  return nowMs >= instantAt(rollout, at.scheduled)
}

/** The newest hundred events of a service, newest first. */
function newestEvents(rollouts: readonly Rollout[], nowMs: number): RolloutEvent[] {
  const newest: RolloutEvent[] = []
  for (let index = rollouts.length - 1; index >= 0 && newest.length < shownEvents; index -= 1) {
    const rollout = rollouts[index]
    if (rollout === undefined) continue
    newest.push(...eventsOf(rollout, nowMs, rollouts[index + 1]?.createdAtMs ?? null).toReversed())
  }
  return newest.slice(0, shownEvents)
}

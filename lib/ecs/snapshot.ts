import type { Service } from '@aws-sdk/client-ecs'
import { RolloutRejected } from '@/lib/ports/rollout-errors'
import type { RolloutTarget, ServiceSnapshot } from '@/lib/ports/rollouts'
import type { Aws } from './aws'
import { requireContainer } from './requests'
import { readRevision } from './revisions'
import { primaryDeployment, readService, required } from './service'

/** See `Rollouts.snapshot`. */
export async function takeSnapshot(aws: Aws, target: RolloutTarget): Promise<ServiceSnapshot> {
  const service = await readService(aws, target)
  refuseUndeployable(service, target.service)
  const primary = required(primaryDeployment(service), 'a PRIMARY deployment')
  const revisionArn = required(primary.taskDefinition, 'a task definition')
  const image = await imageIn(aws, target, revisionArn)
  const breaker = service.deploymentConfiguration?.deploymentCircuitBreaker
  const beneath = beneathHopeless(service)
  return {
    serviceArn: required(service.serviceArn, 'the ARN of the service'),
    revisionArn,
    image,
    rolloutId: required(primary.id, 'a deployment id'),
    rolloutSettled:
      primary.rolloutState === undefined
        ? service.deployments?.length === 1
        : primary.rolloutState !== 'IN_PROGRESS',
    beneath: beneath === null ? null : { revisionArn: beneath, image: await imageIn(aws, target, beneath) },
    desiredCount: service.desiredCount ?? 0,
    bakeTimeMinutes: service.deploymentConfiguration?.bakeTimeInMinutes ?? 0,
    circuitBreaker: { enabled: breaker?.enable === true, rollback: breaker?.rollback === true },
    latestEventAt: latestEventAt(service),
  }
}

async function imageIn(aws: Aws, target: RolloutTarget, revisionArn: string): Promise<string> {
  const { taskDefinition } = await readRevision(aws, target, revisionArn)
  return requireContainer(taskDefinition.containerDefinitions ?? [], target.container).image ?? ''
}

/** As many tasks in a row as the circuit breaker itself would wait for, at the least. */
const FAILED_TASKS = 3

/** See `ServiceSnapshot.beneath`: the task definition of the deployment that serves on. */
function beneathHopeless(service: Service): string | null {
  const primary = primaryDeployment(service)
  const hasBreaker = service.deploymentConfiguration?.deploymentCircuitBreaker?.enable === true
  const isFailing = (primary?.failedTasks ?? 0) >= FAILED_TASKS && primary?.runningCount === 0
  if (hasBreaker || primary?.rolloutState !== 'IN_PROGRESS' || !isFailing) return null
  const serving = service.deployments?.find(
    (deployment) => deployment.status === 'ACTIVE' && (deployment.runningCount ?? 0) > 0,
  )
  return serving?.taskDefinition ?? null
}

/** Refuses at once, in words, what ECS would refuse later or never finish. */
function refuseUndeployable(service: Service, name: string): void {
  if (service.status !== 'ACTIVE') {
    throw new RolloutRejected(
      `The service "${name}" is ${service.status}: it was deleted, or is being deleted.`,
    )
  }
  const controller = service.deploymentController?.type
  if (controller === 'CODE_DEPLOY') {
    throw new RolloutRejected(
      `The service "${name}" is deployed by AWS CodeDeploy, and ECS refuses other deployments of it. Its deployment controller must be ECS.`,
    )
  }
  if (controller === 'EXTERNAL') {
    throw new RolloutRejected(
      `The service "${name}" is deployed by an external controller (task sets). Its deployment controller must be ECS.`,
    )
  }
  refuseDeadlock(service, name)
}

/**
 * With 50 and 150 percent of one task, say, ECS may neither stop the old task nor start a new one, and
 * would try for ever (https://github.com/aws/containers-roadmap/issues/485). ECS rounds the minimum up and
 * the maximum down.
 */
function refuseDeadlock(service: Service, name: string): void {
  const desired = service.desiredCount ?? 0
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration ?? {}
  if (desired === 0 || service.schedulingStrategy === 'DAEMON') return
  const least = Math.ceil((desired * minimumHealthyPercent) / 100)
  const most = Math.floor((desired * maximumPercent) / 100)
  if (least < desired || most > desired) return
  throw new RolloutRejected(
    `The service "${name}" wants ${desired} task(s) with minimumHealthyPercent ${minimumHealthyPercent} and maximumPercent ${maximumPercent}: ECS may neither stop an old task nor start a new one. Change one of them.`,
  )
}

function latestEventAt(service: Service): Date | null {
  const times = (service.events ?? []).flatMap((event) => event.createdAt?.getTime() ?? [])
  return times.length === 0 ? null : new Date(Math.max(...times))
}

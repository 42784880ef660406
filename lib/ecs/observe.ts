import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import { RolloutRejected } from '@/lib/ports/rollout-errors'
import type {
  ObservedDeployment,
  RolloutObservation,
  RolloutTarget,
  RolloutToObserve,
} from '@/lib/ports/rollouts'
import type { Aws } from './aws'
import { readFailedTasks } from './failed-tasks'
import { readService, required } from './service'
import { listServiceDeployments, readServiceDeployment } from './service-deployments'

/** How much earlier than its deployment a service deployment may say that it was created. */
const SAME_ROLLOUT_MS = 10_000

type ObservedServiceDeployment = NonNullable<RolloutObservation['serviceDeployment']>

/** See `Rollouts.observe`. */
export async function observeRollout(
  aws: Aws,
  target: RolloutTarget,
  rollout: RolloutToObserve,
): Promise<RolloutObservation> {
  const service = await readService(aws, target)
  const deployments = (service.deployments ?? []).map(observedDeployment)
  const serviceDeployment = await observeServiceDeployment(aws, target, rollout, service)
  const observation: RolloutObservation = {
    serviceStatus: service.status ?? 'UNKNOWN',
    desiredCount: service.desiredCount ?? 0,
    runningCount: service.runningCount ?? 0,
    pendingCount: service.pendingCount ?? 0,
    deployments,
    serviceDeployment,
    events: eventsAfter(service, rollout.eventsAfter),
    failedTasks: [],
  }
  if (!looksWrong(observation, service, rollout)) return observation
  return { ...observation, failedTasks: await readFailedTasks(aws, target, rollout.rolloutId) }
}

/**
 * The service deployment of our revision. ECS makes it known a while after the update, and until then the
 * newest one is still the baseline's, which is never taken for ours. Servers that imitate ECS without service
 * deployments answer that they don't know the operation: then there is none.
 */
async function observeServiceDeployment(
  aws: Aws,
  target: RolloutTarget,
  rollout: RolloutToObserve,
  service: Service,
): Promise<ObservedServiceDeployment | null> {
  try {
    const known = rollout.serviceDeploymentArn
    if (known !== null && service.currentServiceDeployment === known) {
      return described(await readServiceDeployment(aws, target, known), known, false)
    }
    const history = await listServiceDeployments(aws, target, rollout.startedAt)
    // The newest of our revision, which is not the known one when somebody rolled our revision out again; but
    // none that is older than our rollout, as there is when a revision that served before is brought back.
    const earliest = rollout.startedAt.getTime() - SAME_ROLLOUT_MS
    const ours = history.find(
      ({ revisionArn, createdAt }) => revisionArn === rollout.revisionArn && createdAt.getTime() >= earliest,
    )
    const arn = ours?.arn ?? known
    if (arn === null) return null
    const superseded = history.some(
      (other) =>
        ours !== undefined && other.createdAt > ours.createdAt && other.revisionArn !== rollout.revisionArn,
    )
    return described(await readServiceDeployment(aws, target, arn), arn, superseded)
  } catch (error) {
    if (error instanceof RolloutRejected && /UnknownOperation|InvalidAction/.test(error.message)) return null
    throw error
  }
}

function described(
  deployment: ServiceDeployment | undefined,
  arn: string,
  superseded: boolean,
): ObservedServiceDeployment | null {
  if (deployment === undefined) return null
  return {
    arn,
    status: required(deployment.status, 'the status of a service deployment'),
    statusReason: deployment.statusReason ?? null,
    lifecycleStage: deployment.lifecycleStage ?? null,
    superseded,
    pausedBy: pausedBy(deployment),
  }
}

function pausedBy(deployment: ServiceDeployment): string | null {
  const hook = deployment.lifecycleHookDetails?.find((detail) => detail.status === 'AWAITING_ACTION')
  if (hook === undefined) return null
  const stage = deployment.lifecycleStage ? ` at ${deployment.lifecycleStage}` : ''
  return `a lifecycle hook${stage} awaits somebody's decision in AWS`
}

function observedDeployment(deployment: Deployment): ObservedDeployment {
  return {
    id: required(deployment.id, 'a deployment id'),
    status: required(deployment.status, 'the status of a deployment'),
    revisionArn: required(deployment.taskDefinition, 'the task definition of a deployment'),
    rolloutState: deployment.rolloutState ?? null,
    rolloutStateReason: deployment.rolloutStateReason ?? null,
    desiredCount: deployment.desiredCount ?? 0,
    pendingCount: deployment.pendingCount ?? 0,
    runningCount: deployment.runningCount ?? 0,
    failedTasks: deployment.failedTasks ?? 0,
    createdAt: required(deployment.createdAt, 'the time of a deployment'),
  }
}

/** ECS lists the newest first and keeps 100; told oldest first. */
function eventsAfter(service: Service, after: Date): RolloutObservation['events'] {
  return (service.events ?? [])
    .flatMap(({ id, createdAt, message }) =>
      id && createdAt && message && createdAt > after ? [{ id, at: createdAt, message }] : [],
    )
    .reverse()
}

/**
 * Whether the stopped tasks are worth two more calls. The count of failed tasks is not enough: it was seen to stay at 0
 * (https://github.com/aws/copilot-cli/issues/1879), so ECS's words count as well.
 */
function looksWrong(observation: RolloutObservation, service: Service, rollout: RolloutToObserve): boolean {
  const own = observation.deployments.find((deployment) => deployment.id === rollout.rolloutId)
  if (own === undefined || own.status !== 'PRIMARY') return true
  if (own.failedTasks > 0 || own.rolloutState === 'FAILED') return true
  if (/^(ROLLBACK|STOP)/.test(observation.serviceDeployment?.status ?? '')) return true
  return (service.events ?? []).some(
    ({ createdAt, message = '' }) =>
      createdAt !== undefined && createdAt >= rollout.startedAt && /unable to|unhealthy|failed/.test(message),
  )
}

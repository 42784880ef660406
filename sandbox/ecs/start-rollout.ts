import { taskDefinitionArn } from './arns.ts'
import type { Call } from './call.ts'
import { newDeploymentId, newRevisionId, newServiceDeploymentId } from './ids.ts'
import type {
  CircuitBreaker,
  DeploymentIdentity,
  Outcome,
  Rollout,
  Service,
  TaskDefinition,
} from './records.ts'
import { phaseAt, standingOf } from './rollout-script.ts'
import { serviceKey } from './world.ts'

/** A slow rollout takes this many times the usual duration, unless a duration was asked for. */
const slowFactor = 10
/** When, in fractions of its duration, a rollout scripted as superseded is overtaken. */
const overtakenAt = 0.5

/**
 * Starts a rollout of a service and overtakes the one in progress, if there is one. Its outcome is what
 * was scripted for it; else stuck, if the service's configuration allows tasks neither to stop nor to
 * start; else what the image's tag says.
 */
export function startRollout(call: Call, service: Service, definition: TaskDefinition): Rollout {
  const { world, nowMs } = call
  const previous = world.rolloutsOf(service).at(-1)
  const baseline = previous === undefined ? null : standingOf(previous, nowMs).baseline
  overtake(call, previous)
  const images = (definition.request.containerDefinitions ?? []).map((container) => ({
    containerName: container.name ?? '',
    image: container.image ?? '',
  }))
  const outcome = service.next?.outcome ?? outcomeFor(service, images, baseline)
  const baseMs = call.rolloutSeconds * 1000
  const scriptedMs =
    service.next?.seconds === null || service.next === null ? null : service.next.seconds * 1000
  const rollout: Rollout = {
    cluster: service.cluster,
    service: service.name,
    generation: service.generation,
    deploymentId: newDeploymentId(),
    revisionId: newRevisionId(),
    serviceDeploymentId: newServiceDeploymentId(),
    rollbackDeploymentId: newDeploymentId(),
    taskDefinition: taskDefinitionArn(definition.family, definition.revision),
    createdAtMs: nowMs,
    taskCount: service.desiredCount,
    outcome,
    durationMs: scriptedMs ?? (outcome === 'slow' ? baseMs * slowFactor : baseMs),
    rollbackMs: 0.3 * Math.min(scriptedMs ?? baseMs, baseMs),
    circuitBreaker: service.next?.circuitBreaker ?? circuitBreakerOf(service),
    rollbackVariant: service.next?.rollbackVariant ?? 'old_id',
    deploymentConfiguration: service.deploymentConfiguration,
    baseline,
    targetGroups: (service.settings.loadBalancers ?? []).flatMap((balancer) => balancer.targetGroupArn ?? []),
    images,
    stopRequestedAtMs: null,
    supersededAtMs: null,
  }
  world.put({ kind: 'rollout', id: rollout.deploymentId, value: rollout })
  const outsideUpdateAtMs = outcome === 'superseded' ? nowMs + overtakenAt * rollout.durationMs : null
  putService(call, { ...service, next: null, outsideUpdateAtMs })
  call.effects.push(`rollout_started ${rollout.deploymentId} revision ${rollout.taskDefinition}`)
  return rollout
}

export function putService(call: Call, service: Service): void {
  call.world.put({ kind: 'service', id: serviceKey(service.cluster, service.name), value: service })
}

function overtake(call: Call, previous: Rollout | undefined): void {
  if (previous === undefined || previous.supersededAtMs !== null) return
  const phase = phaseAt(previous, call.nowMs).name
  if (phase !== 'in_progress' && phase !== 'rolling_back') return
  const overtaken = { ...previous, supersededAtMs: call.nowMs }
  call.world.put({ kind: 'rollout', id: previous.deploymentId, value: overtaken })
}

function outcomeFor(
  service: Service,
  images: readonly { image: string }[],
  baseline: DeploymentIdentity | null,
): Outcome {
  if (baseline !== null && isDeadlocked(service)) return 'stuck'
  const tags = images.map(({ image }) => image.slice(image.lastIndexOf('/') + 1).split(':')[1] ?? '')
  if (tags.some((tag) => tag.includes('missing'))) return 'cannot_pull'
  if (tags.some((tag) => tag.includes('crash'))) return 'crash_loop'
  if (tags.some((tag) => tag.includes('slow'))) return 'slow'
  return 'healthy'
}

/** ECS may neither stop an old task (the minimum rounds up) nor start a new one (the maximum rounds down). */
function isDeadlocked(service: Service): boolean {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration
  const { desiredCount } = service
  if (desiredCount === 0) return false
  const fewest = Math.ceil((desiredCount * minimumHealthyPercent) / 100)
  const most = Math.floor((desiredCount * maximumPercent) / 100)
  return fewest >= desiredCount && most <= desiredCount
}

function circuitBreakerOf(service: Service): CircuitBreaker {
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker
  if (breaker?.enable !== true) return 'off'
  return breaker.rollback === true ? 'rollback' : 'fail'
}

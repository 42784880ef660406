import { clusterArn, serviceArn, serviceDeploymentArn, serviceRevisionArn } from './arns.ts'
import type { Rollout, Service } from './records.ts'
import {
  at,
  failuresUntil,
  instantAt,
  type Phase,
  phaseAt,
  phasesOf,
  sourceCounts,
  targetCounts,
} from './rollout-script.ts'
import type { AnswerOf } from './wire-types.ts'

export type ServiceDeploymentAnswer = NonNullable<
  AnswerOf<'DescribeServiceDeployments'>['serviceDeployments']
>[number]
export type ServiceDeploymentBrief = NonNullable<
  AnswerOf<'ListServiceDeployments'>['serviceDeployments']
>[number]
type Status = NonNullable<ServiceDeploymentAnswer['status']>

/** A service deployment as DescribeServiceDeployments answers it. */
export function describeServiceDeployment(
  rollout: Rollout,
  service: Service,
  nowMs: number,
): ServiceDeploymentAnswer {
  const phase = phaseAt(rollout, nowMs)
  const brief = briefServiceDeployment(rollout, nowMs)
  const { targetServiceRevisionArn, ...shared } = brief
  const target = targetCounts(rollout, nowMs, service.desiredCount)
  return {
    ...shared,
    updatedAt: phase.sinceMs / 1000,
    ...(brief.status === 'STOPPED' ? { stoppedAt: phase.sinceMs / 1000 } : {}),
    targetServiceRevision: {
      ...(targetServiceRevisionArn === undefined ? {} : { arn: targetServiceRevisionArn }),
      requestedTaskCount: target.desired,
      runningTaskCount: target.running,
      pendingTaskCount: target.pending,
    },
    sourceServiceRevisions: sourceRevisions(rollout, service, nowMs),
    deploymentConfiguration: rollout.deploymentConfiguration,
    deploymentCircuitBreaker: circuitBreaker(rollout, nowMs),
    ...lifecycle(rollout, phase, nowMs),
    ...rollback(rollout, nowMs),
  }
}

/** The same as ListServiceDeployments lists it. */
export function briefServiceDeployment(rollout: Rollout, nowMs: number): ServiceDeploymentBrief {
  const { cluster, service } = rollout
  const phase = phaseAt(rollout, nowMs)
  const { status, reason } = statusOf(rollout, phase, nowMs)
  const ended = endedStatuses.has(status)
  const startedAtMs = instantAt(rollout, at.scheduled)
  return {
    serviceDeploymentArn: serviceDeploymentArn(cluster, service, rollout.serviceDeploymentId),
    serviceArn: serviceArn(cluster, service),
    clusterArn: clusterArn(cluster),
    createdAt: rollout.createdAtMs / 1000,
    ...(nowMs >= startedAtMs ? { startedAt: startedAtMs / 1000 } : {}),
    ...(ended ? { finishedAt: phase.sinceMs / 1000 } : {}),
    targetServiceRevisionArn: serviceRevisionArn(cluster, service, rollout.revisionId),
    status,
    ...(reason === null ? {} : { statusReason: reason }),
  }
}

const endedStatuses: ReadonlySet<Status> = new Set([
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
])

/** Whether nothing more can happen to the rollout, so that it can't be stopped. */
export function hasEnded(rollout: Rollout, nowMs: number): boolean {
  return endedStatuses.has(statusOf(rollout, phaseAt(rollout, nowMs), nowMs).status)
}

function statusOf(rollout: Rollout, phase: Phase, nowMs: number): { status: Status; reason: string | null } {
  switch (phase.name) {
    case 'in_progress':
      return { status: nowMs < instantAt(rollout, at.scheduled) ? 'PENDING' : 'IN_PROGRESS', reason: null }
    case 'completed':
      return { status: 'SUCCESSFUL', reason: null }
    case 'superseded':
      return {
        status: 'STOPPED',
        reason: 'Service deployment stopped because a new service deployment was started.',
      }
    case 'failed':
      return failedStatus(rollout, phase)
    case 'rolling_back':
      if (phase.stopped && nowMs < phase.sinceMs + rollout.rollbackMs / 4) {
        return { status: 'ROLLBACK_REQUESTED', reason: rollbackReason(phase) }
      }
      return { status: 'ROLLBACK_IN_PROGRESS', reason: rollbackReason(phase) }
    case 'rolled_back':
      return { status: 'ROLLBACK_SUCCESSFUL', reason: rollbackReason(phase) }
  }
}

function failedStatus(rollout: Rollout, phase: Phase): { status: Status; reason: string } {
  if (phase.stopped || rollout.circuitBreaker === 'rollback') {
    return { status: 'ROLLBACK_FAILED', reason: 'No rollback candidate was found to run the rollback.' }
  }
  return {
    status: 'STOPPED',
    reason: 'Service deployment stopped because the circuit breaker threshold was exceeded.',
  }
}

function rollbackReason(phase: Phase): string {
  return phase.stopped
    ? 'Service deployment rolled back because of a user request.'
    : 'Service deployment rolled back because the circuit breaker threshold was exceeded.'
}

function sourceRevisions(rollout: Rollout, service: Service, nowMs: number) {
  if (rollout.baseline === null) return []
  const source = sourceCounts(rollout, nowMs, service.desiredCount)
  return [
    {
      arn: serviceRevisionArn(rollout.cluster, rollout.service, rollout.baseline.revisionId),
      requestedTaskCount: source.desired,
      runningTaskCount: source.running,
      pendingTaskCount: 0,
    },
  ]
}

function circuitBreaker(
  rollout: Rollout,
  nowMs: number,
): NonNullable<ServiceDeploymentAnswer['deploymentCircuitBreaker']> {
  const threshold = Math.min(200, Math.max(3, Math.ceil(rollout.taskCount / 2)))
  const failureCount = failuresUntil(rollout, nowMs).length
  if (rollout.circuitBreaker === 'off') return { status: 'DISABLED', failureCount, threshold }
  const phase = phaseAt(rollout, nowMs)
  if (phase.name === 'in_progress') return { status: 'MONITORING', failureCount, threshold }
  if (phase.name === 'completed' || phase.stopped)
    return { status: 'MONITORING_COMPLETE', failureCount, threshold }
  return { status: 'TRIGGERED', failureCount, threshold }
}

function rollback(rollout: Rollout, nowMs: number): Pick<ServiceDeploymentAnswer, 'rollback'> {
  const begun = phasesOf(rollout).find((phase) => phase.name === 'rolling_back')
  if (begun === undefined || begun.sinceMs > nowMs || rollout.baseline === null) return {}
  return {
    rollback: {
      reason: rollbackReason(begun),
      startedAt: begun.sinceMs / 1000,
      serviceRevisionArn: serviceRevisionArn(rollout.cluster, rollout.service, rollout.baseline.revisionId),
    },
  }
}

const stages = [
  [0, 'PRE_SCALE_UP'],
  [at.scheduled, 'SCALE_UP'],
  [at.lastRunning, 'POST_SCALE_UP'],
  [0.55, 'PRODUCTION_TRAFFIC_SHIFT'],
  [at.draining, 'POST_PRODUCTION_TRAFFIC_SHIFT'],
  [at.oldStopped, 'BAKE_TIME'],
  [0.9, 'CLEAN_UP'],
] as const

/** Blue/green, linear and canary deployments walk through stages; a rolling one has none to show. */
function lifecycle(
  rollout: Rollout,
  phase: Phase,
  nowMs: number,
): Pick<ServiceDeploymentAnswer, 'lifecycleStage'> {
  const strategy = rollout.deploymentConfiguration.strategy ?? 'ROLLING'
  if (strategy === 'ROLLING') return {}
  const seenMs = phase.name === 'in_progress' ? nowMs : phase.sinceMs
  const stage = stages.findLast(([fraction]) => instantAt(rollout, fraction) <= seenMs)
  return { lifecycleStage: stage?.[1] ?? 'PRE_SCALE_UP' }
}

import type { ObservedDeployment, RolloutObservation } from '@/lib/ports/rollouts'

/** How a rollout goes. What becomes of one that fails depends on the service's circuit breaker, as in ECS. */
export type ScriptedOutcome = 'healthy' | 'cannot_pull' | 'stuck' | 'superseded'

export interface ScriptedServiceSettings {
  cluster: string
  name: string
  container: string
  image: string
  desiredCount: number
  circuitBreaker: { enabled: boolean; rollback: boolean }
  /** CODE_DEPLOY and EXTERNAL are refused. */
  deploymentController?: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL'
}

export interface ScriptedRollout {
  rolloutId: string
  serviceDeploymentArn: string
  revisionArn: string
  startedAt: Date
  outcome: ScriptedOutcome
  /** Steps since it started. */
  age: number
  /** Age at which somebody asked to stop it; null: nobody did. */
  stoppedAtAge: number | null
  /** Age at which a newer rollout took its place; null: none did. */
  replacedAtAge: number | null
}

export interface ScriptedService extends ScriptedServiceSettings {
  /** Oldest first; the first is the baseline, complete from the beginning. */
  rollouts: ScriptedRollout[]
  next: ScriptedOutcome
}

/** A rollout takes this many steps to complete, or to fail. */
export const STEPS = 3

export type RolloutPhase =
  | 'in_progress'
  | 'completed'
  | 'failed'
  | 'rolling_back'
  | 'rolled_back'
  | 'replaced'

export function phaseOf(service: ScriptedService, rollout: ScriptedRollout): RolloutPhase {
  if (rollout.stoppedAtAge !== null)
    return rollout.age > rollout.stoppedAtAge ? 'rolled_back' : 'rolling_back'
  if (rollout.replacedAtAge !== null && endOf(service, rollout, rollout.replacedAtAge) === 'in_progress') {
    return 'replaced'
  }
  return endOf(service, rollout, rollout.age)
}

function endOf(service: ScriptedService, rollout: ScriptedRollout, age: number): RolloutPhase {
  if (age < STEPS || rollout.outcome === 'stuck' || rollout.outcome === 'superseded') return 'in_progress'
  if (rollout.outcome === 'healthy') return 'completed'
  const { enabled, rollback } = service.circuitBreaker
  if (!enabled) return 'in_progress'
  if (!rollback) return 'failed'
  return age > STEPS ? 'rolled_back' : 'rolling_back'
}

/** The rollout that is PRIMARY: the newest, unless it was or is being rolled back. */
export function primaryOf(service: ScriptedService): ScriptedRollout {
  const primary = service.rollouts.findLast((rollout) => {
    const phase = phaseOf(service, rollout)
    return phase !== 'rolling_back' && phase !== 'rolled_back'
  })
  if (primary === undefined) throw new Error(`The scripted service ${service.name} has no rollout`)
  return primary
}

export function deploymentsOf(service: ScriptedService): ObservedDeployment[] {
  const primary = primaryOf(service)
  const newest = service.rollouts.at(-1)
  const comingBack = newest !== undefined && phaseOf(service, newest) === 'rolling_back'
  const listed = [observed(service, primary, 'PRIMARY', comingBack)]
  const failing = newest !== undefined && newest !== primary && comingBack
  if (failing) listed.push(observed(service, newest, 'ACTIVE', false))
  const before = service.rollouts.at(service.rollouts.indexOf(primary) - 1)
  if (before !== undefined && before !== primary && phaseOf(service, primary) !== 'completed') {
    listed.push(observed(service, before, 'ACTIVE', false))
  }
  return listed
}

function observed(
  service: ScriptedService,
  rollout: ScriptedRollout,
  status: string,
  comingBack: boolean,
): ObservedDeployment {
  const phase = phaseOf(service, rollout)
  const completed = phase === 'completed'
  const failed = phase === 'failed' || phase === 'rolling_back' || phase === 'rolled_back'
  const state = completed ? 'COMPLETED' : failed ? 'FAILED' : 'IN_PROGRESS'
  return {
    id: rollout.rolloutId,
    status,
    revisionArn: rollout.revisionArn,
    rolloutState: comingBack ? 'IN_PROGRESS' : state,
    rolloutStateReason: comingBack
      ? `ECS deployment circuit breaker: rolling back to deploymentId ${rollout.rolloutId}.`
      : failed
        ? 'ECS deployment circuit breaker: tasks failed to start.'
        : null,
    desiredCount: rollout.age === 0 ? 0 : service.desiredCount,
    pendingCount: !completed && rollout.age > 0 ? 1 : 0,
    runningCount: completed ? service.desiredCount : 0,
    failedTasks: failedTasksOf(rollout).length,
    createdAt: rollout.startedAt,
  }
}

export function failedTasksOf(rollout: ScriptedRollout): RolloutObservation['failedTasks'] {
  if (rollout.outcome !== 'cannot_pull') return []
  return Array.from({ length: rollout.age }, (_, index) => ({
    taskArn: `${rollout.serviceDeploymentArn}/task-${index}`,
    at: rollout.startedAt,
    stopCode: 'TaskFailedToStart',
    reason: 'CannotPullContainerError: pull image manifest has been retried 5 time(s)',
  }))
}

/** Unknown at first, as in ECS, where the list of service deployments lags behind. */
export function serviceDeploymentOf(
  service: ScriptedService,
  rollout: ScriptedRollout,
): RolloutObservation['serviceDeployment'] {
  if (rollout.age === 0 && rollout.stoppedAtAge === null) return null
  return {
    arn: rollout.serviceDeploymentArn,
    status: SERVICE_DEPLOYMENT_STATUS[phaseOf(service, rollout)],
    statusReason: null,
    lifecycleStage: null,
    superseded: service.rollouts.at(-1)?.revisionArn !== rollout.revisionArn,
    pausedBy: null,
  }
}

const SERVICE_DEPLOYMENT_STATUS: Record<RolloutPhase, string> = {
  in_progress: 'IN_PROGRESS',
  completed: 'SUCCESSFUL',
  failed: 'STOPPED',
  rolling_back: 'ROLLBACK_IN_PROGRESS',
  rolled_back: 'ROLLBACK_SUCCESSFUL',
  replaced: 'STOPPED',
}

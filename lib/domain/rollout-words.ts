import type { ObservedDeployment, RolloutObservation } from '@/lib/ports/rollouts'

/** True when ECS announced in the service's events that the deployment `rolloutId` failed. */
export function saysDeploymentFailed(message: string, rolloutId: string): boolean {
  return message.includes(`(deployment ${rolloutId}) deployment failed`)
}

/** "2 of 3 tasks run, 1 is starting; 4 tasks failed so far", or why nothing can be said. */
export function progressWords(observation: RolloutObservation, own: ObservedDeployment | null): string {
  if (observation.desiredCount === 0) return 'The service is scaled to zero: nothing runs'
  if (own === null) return 'ECS does not list the rollout yet'
  const counts = `${own.runningCount} of ${plural(observation.desiredCount, 'task')} running`
  const starting = own.pendingCount > 0 ? `, ${own.pendingCount} starting` : ''
  const failed = own.failedTasks > 0 ? `; ${plural(own.failedTasks, 'task')} failed so far` : ''
  const stage = observation.serviceDeployment?.lifecycleStage
  return `${counts}${starting}${failed}${stage ? ` (stage ${stage})` : ''}`
}

/** Who rolled back or stopped it: the circuit breaker where ECS's own words name it, else ECS. */
export function actorWords(observation: RolloutObservation): string {
  const reasons = [
    observation.serviceDeployment?.statusReason ?? '',
    ...observation.deployments.map((deployment) => deployment.rolloutStateReason ?? ''),
  ]
  return reasons.some((reason) => /circuit breaker/i.test(reason)) ? "ECS's circuit breaker" : 'ECS'
}

/**
 * Why a rollout failed, as one or two sentences: ECS's reason for the rollout, then what became of a
 * task, which is what people need to repair it. Empty when ECS gives neither.
 */
export function failureWords(observation: RolloutObservation, rolloutId: string): string {
  const reason = rolloutReason(observation, rolloutId)
  const task = taskReason(observation)
  return [reason, task]
    .filter((part) => part !== null)
    .map(asSentence)
    .join(' ')
}

function rolloutReason(observation: RolloutObservation, rolloutId: string): string | null {
  const own = observation.deployments.find((deployment) => deployment.id === rolloutId)
  if (own?.rolloutState === 'FAILED' && own.rolloutStateReason) return withoutPrefix(own.rolloutStateReason)
  const announced = observation.events.findLast((event) => saysDeploymentFailed(event.message, rolloutId))
  const announcedReason = announced?.message.split('deployment failed:')[1]
  return announcedReason ? announcedReason.trim() : (observation.serviceDeployment?.statusReason ?? null)
}

/** ECS names the breaker in front of the reason; the sentence around it does so already. */
function withoutPrefix(reason: string): string {
  return reason.replace(/^ECS deployment circuit breaker: /, '')
}

/** A stopped task tells more than the event; the event is left where tasks were never placed. */
function taskReason(observation: RolloutObservation): string | null {
  const task = observation.failedTasks.at(-1)
  if (task !== undefined) return task.reason
  const event = observation.events.findLast((candidate) =>
    /unable to (place|start|consistently|stop)/.test(candidate.message),
  )
  if (event === undefined) return null
  return event.message.split('Reason: ')[1] ?? event.message
}

function asSentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

import type { ObservedDeployment } from '@/lib/ports/rollouts'
import { actorWords, failureWords } from './rollout-words'
import { FRESH_MEMORY, msSince, primaryOf, remember, type VerdictMemory } from './verdict-memory'
import {
  deadlineHasPassed,
  failedByEcs,
  follow,
  type Look,
  lateOr,
  rolledBack,
  rollingBack,
  running,
  servesWords,
  spaced,
  succeeded,
  superseded,
  type Verdict,
  type VerdictFacts,
} from './verdict-outcomes'

export { FRESH_MEMORY, type Verdict, type VerdictFacts, type VerdictMemory }

/** How long looks must agree before something is concluded that a stale read would show as well. */
export const AGREEMENT_MS = 60_000
type Rule = (look: Look) => Verdict | null

/**
 * Judges one look at our rollout. Success is only said of our own revision while it serves; the
 * baseline (the rollout before ours) is never judged. Rules are tried in order, the first that
 * applies decides; ECS's service deployment, where it is known, goes before the deployments list.
 */
export function judgeRollout(facts: VerdictFacts): { verdict: Verdict; memory: VerdictMemory } {
  const memory = remember(facts.memory, facts)
  const { observation, ours } = facts
  const own = observation.deployments.find((deployment) => deployment.id === ours.rolloutId) ?? null
  const look: Look = { ...facts, memory, primary: primaryOf(observation), own }
  for (const rule of RULES) {
    const verdict = rule(look)
    if (verdict !== null) return { verdict, memory }
  }
  return { verdict: running(look), memory }
}

const RULES: readonly Rule[] = [
  serviceIsGone,
  serviceDeploymentEnded,
  serviceDeploymentIsFailing,
  ourDeploymentIsPrimary,
  anotherDeploymentIsPrimary,
  isPaused,
  crashesWithoutBreaker,
  deadlineHasPassed,
]

function serviceIsGone({ observation }: Look): Verdict | null {
  if (observation.serviceStatus === 'ACTIVE') return null
  const detail = `The service is ${observation.serviceStatus}: it was deleted while the rollout was under way.`
  return { kind: 'failed', detail, rollback: false }
}

function serviceDeploymentEnded(look: Look): Verdict | null {
  const { observation, ours } = look
  const why = failureWords(observation, ours.rolloutId)
  switch (observation.serviceDeployment?.status) {
    case 'SUCCESSFUL':
      return completed(look)
    case 'ROLLBACK_SUCCESSFUL':
      return rolledBack(look)
    case 'ROLLBACK_FAILED':
      return {
        kind: 'failed',
        rollback: false,
        detail: spaced('The rollout failed and ECS could not roll back; a person must look.', why),
      }
    case 'STOPPED':
      return stopped(look)
    default:
      // Also a status that this code does not know: the rules below go on watching.
      return null
  }
}

/** The service deployment is SUCCESSFUL; what serves decides whether that still stands. */
function completed(look: Look): Verdict {
  if (look.primary?.revisionArn === look.ours.revisionArn) return succeeded(look)
  const replaced =
    look.observation.serviceDeployment?.superseded ||
    look.memory.otherPrimaryReads >= 2 ||
    msSince(look.memory.previousPrimarySince, look.now) >= AGREEMENT_MS
  if (replaced) {
    const detail = `The rollout had completed, then another one replaced it: ${servesWords(look)}.`
    return { kind: 'superseded', detail }
  }
  return lateOr(
    look,
    'ECS reports the rollout complete, but does not show our revision as the serving one yet',
  )
}

/** A replaced service deployment is STOPPED, and so is one that the breaker stopped without rolling back. */
function stopped(look: Look): Verdict {
  const { observation, primary, ours } = look
  if (primary !== null && primary.revisionArn === ours.revisionArn && primary.id !== ours.rolloutId) {
    return follow(primary)
  }
  if (observation.serviceDeployment?.superseded || look.memory.otherPrimaryReads >= 2) return superseded(look)
  if (look.memory.otherPrimaryReads === 1)
    return { kind: 'running', detail: 'Another rollout may have taken over' }
  if (primary?.revisionArn === ours.previousRevisionArn) return previousIsBack(look, primary)
  return failedByEcs(look, `${actorWords(observation)} stopped the rollout.`)
}

function serviceDeploymentIsFailing(look: Look): Verdict | null {
  switch (look.observation.serviceDeployment?.status) {
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return rollingBack(look)
    case 'STOP_REQUESTED':
      return rollingBack(look, 'The rollout is being stopped.')
    default:
      return null
  }
}

/** Only without a service deployment does the deployments list decide on success: it lags in a bake time. */
function ourDeploymentIsPrimary(look: Look): Verdict | null {
  const { primary, ours, observation, circuitBreaker, memory, now } = look
  if (primary === null || primary.id !== ours.rolloutId) return null
  if (primary.rolloutState === 'FAILED') {
    // ECS announces a rollback together with the failure, but the two may be read apart.
    const ecsMayRollBack = circuitBreaker.enabled && circuitBreaker.rollback
    if (!ecsMayRollBack || msSince(memory.failedPrimarySince, now) >= AGREEMENT_MS) {
      return failedByEcs(look, 'ECS gave the rollout up.')
    }
    return rollingBack(look, 'ECS gave the rollout up; waiting for its circuit breaker to roll back.')
  }
  if (observation.serviceDeployment !== null) return null
  if (primary.rolloutState === 'COMPLETED') return succeeded(look)
  const alone = observation.deployments.length === 1
  const steady = primary.runningCount === observation.desiredCount && primary.pendingCount === 0
  return primary.rolloutState === null && alone && steady ? succeeded(look) : null
}

function anotherDeploymentIsPrimary(look: Look): Verdict | null {
  const { primary, ours, memory } = look
  if (primary === null || primary.id === ours.rolloutId) return null
  if (primary.revisionArn === ours.revisionArn) return follow(primary)
  if (primary.revisionArn === ours.previousRevisionArn) return previousIsPrimary(look, primary)
  return memory.otherPrimaryReads >= 2 ? superseded(look) : null
}

/** Rolled back by ECS, put back by somebody, or just read too early: a stale read shows the same list. */
function previousIsPrimary(look: Look, primary: ObservedDeployment): Verdict | null {
  const { memory, now, ours, own, observation } = look
  const failureIsKnown =
    memory.failureAnnounced ||
    own?.rolloutState === 'FAILED' ||
    /rolling back/i.test(primary.rolloutStateReason ?? '')
  if (failureIsKnown) return previousIsBack(look, primary)
  if (observation.serviceDeployment !== null) return null
  if (msSince(memory.previousPrimarySince, now) < AGREEMENT_MS) return null
  if (primary.id === ours.previousRolloutId) return previousIsBack(look, primary)
  return superseded(look)
}

/** ECS keeps the previous deployment's id when it rolls back, or gives it a new one: both were seen. */
function previousIsBack(look: Look, primary: ObservedDeployment): Verdict {
  if (primary.rolloutState === 'IN_PROGRESS') return rollingBack(look)
  if (primary.rolloutState !== 'FAILED') return rolledBack(look)
  const why = failureWords(look.observation, look.ours.rolloutId)
  const detail = spaced('The rollout failed, and so did the rollback; a person must look.', why)
  return { kind: 'failed', rollback: false, detail }
}

function isPaused({ observation }: Look): Verdict | null {
  const pausedBy = observation.serviceDeployment?.pausedBy
  if (pausedBy == null) return null
  return { kind: 'running', detail: `Paused: ${pausedBy}. The deadline waits as well.` }
}

/** Without a breaker ECS retries for ever. The count is the breaker's own: half the tasks, at least three. */
function crashesWithoutBreaker(look: Look): Verdict | null {
  const { circuitBreaker, observation, primary, ours } = look
  if (circuitBreaker.enabled || primary?.id !== ours.rolloutId) return null
  const crashed = observation.failedTasks.filter(
    (task) => task.stopCode === 'TaskFailedToStart' || task.stopCode === 'EssentialContainerExited',
  )
  if (crashed.length < Math.max(3, Math.ceil(observation.desiredCount / 2))) return null
  return failedByEcs(
    look,
    `${crashed.length} tasks failed, and the service has no circuit breaker that would stop it.`,
  )
}

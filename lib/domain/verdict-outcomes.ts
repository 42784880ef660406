import type { ObservedDeployment, RolloutObservation } from '@/lib/ports/rollouts'
import { actorWords, failureWords, progressWords } from './rollout-words'
import { effectiveDeadline, type OwnRollout, type VerdictMemory } from './verdict-memory'

export interface VerdictFacts {
  now: Date
  observation: RolloutObservation
  ours: OwnRollout
  memory: VerdictMemory
  circuitBreaker: { enabled: boolean; rollback: boolean }
}

/** What one look at a rollout means. `detail` is for people. */
export type Verdict =
  /** Look again. `followRolloutId`: our revision is carried by another deployment now; watch that one. */
  | { kind: 'running'; detail: string; followRolloutId?: string }
  | { kind: 'succeeded'; detail: string }
  | { kind: 'rolled_back'; detail: string }
  /** `rollback`: our revision is still the PRIMARY one, so going back to the previous one is ours to do. */
  | { kind: 'failed'; detail: string; rollback: boolean }
  | { kind: 'superseded'; detail: string }
  | { kind: 'timed_out'; detail: string }
  /** ECS contradicts itself for too long: a person must look. Change nothing. */
  | { kind: 'unknown'; detail: string }

/** How long after the deadline ECS may take to roll back; copilot's source expects about an hour. */
export const ROLLBACK_GRACE_MS = 60 * 60_000

/** One look at a rollout, and what earlier looks left behind. */
export interface Look extends VerdictFacts {
  primary: ObservedDeployment | null
  own: ObservedDeployment | null
}

export function deadlineHasPassed(look: Look): Verdict | null {
  const { memory, now, ours, observation, own } = look
  if (now < effectiveDeadline(memory, now, ours.deadlineAt)) return null
  const why = failureWords(observation, ours.rolloutId)
  const detail = spaced(
    `The rollout was not complete by its deadline: ${progressWords(observation, own)}.`,
    why,
  )
  return { kind: 'timed_out', detail }
}

export function running({ observation, own }: Look): Verdict {
  return { kind: 'running', detail: progressWords(observation, own) }
}

export function lateOr(look: Look, detail: string): Verdict {
  return deadlineHasPassed(look) ?? { kind: 'running', detail }
}

export function succeeded({ observation }: Look): Verdict {
  const { runningCount, desiredCount } = observation
  if (desiredCount === 0) {
    return { kind: 'succeeded', detail: 'Complete, but the service is scaled to zero: nothing runs.' }
  }
  return {
    kind: 'succeeded',
    detail: `Complete: our revision serves (${runningCount} of ${desiredCount} tasks run).`,
  }
}

export function rolledBack({ observation, ours }: Look): Verdict {
  const why = failureWords(observation, ours.rolloutId)
  const who = actorWords(observation)
  return {
    kind: 'rolled_back',
    detail: why === '' ? `${who} rolled the service back.` : `${who} rolled the service back: ${why}`,
  }
}

export function rollingBack(look: Look, words = 'The rollout failed and ECS is rolling back.'): Verdict {
  const { now, memory, ours, observation } = look
  const detail = spaced(words, failureWords(observation, ours.rolloutId))
  const patienceEndsAt = effectiveDeadline(memory, now, ours.deadlineAt).getTime() + ROLLBACK_GRACE_MS
  if (now.getTime() < patienceEndsAt) return { kind: 'running', detail }
  return {
    kind: 'unknown',
    detail: spaced('ECS has not finished for over an hour; a person must look.', detail),
  }
}

export function failedByEcs(look: Look, words: string): Verdict {
  const detail = spaced(words, failureWords(look.observation, look.ours.rolloutId))
  return { kind: 'failed', detail, rollback: look.primary?.revisionArn === look.ours.revisionArn }
}

export function superseded(look: Look): Verdict {
  return { kind: 'superseded', detail: `Another rollout replaced ours: ${servesWords(look)}.` }
}

export function follow(primary: ObservedDeployment): Verdict {
  const detail = 'Our revision is rolled out again by a newer ECS deployment; watching that one'
  return { kind: 'running', detail, followRolloutId: primary.id }
}

export function servesWords({ primary }: Look): string {
  return primary === null ? 'ECS shows a newer one' : `${nameOf(primary.revisionArn)} is deployed now`
}

/** `web:12` of `arn:aws:ecs:…:task-definition/web:12`. */
function nameOf(revisionArn: string): string {
  return revisionArn.slice(revisionArn.lastIndexOf('/') + 1)
}

export function spaced(first: string, second: string): string {
  return second === '' ? first : `${first} ${second}`
}

import type { ObservedDeployment, RolloutObservation } from '@/lib/ports/rollouts'
import { saysDeploymentFailed } from './rollout-words'

/** What must be remembered from one look at a rollout to the next. Stored as JSON: instants are ISO strings. */
export interface VerdictMemory {
  /** Since when every look found the previous revision as the PRIMARY one; null when the last did not. */
  previousPrimarySince: string | null
  /** Since when every look found our own deployment PRIMARY and FAILED. */
  failedPrimarySince: string | null
  /** How many looks in a row found somebody else's newer revision as the PRIMARY one. */
  otherPrimaryReads: number
  /** ECS announced the failure of our deployment; its event may be out of sight by now. */
  failureAnnounced: boolean
  /** Since when the rollout is paused, and for how long it was paused before: the deadline moves by both. */
  pausedSince: string | null
  pausedMs: number
}

export const FRESH_MEMORY: VerdictMemory = {
  previousPrimarySince: null,
  failedPrimarySince: null,
  otherPrimaryReads: 0,
  failureAnnounced: false,
  pausedSince: null,
  pausedMs: 0,
}

/** The revision and deployment ids by which a rollout is told from others. */
export interface OwnRollout {
  rolloutId: string
  revisionArn: string
  previousRevisionArn: string
  previousRolloutId: string
  /** By ECS's clock. */
  startedAt: Date
  /** By ours. */
  deadlineAt: Date
}

/** The memory after this look. A look that disagrees with the ones before starts their count anew. */
export function remember(
  memory: VerdictMemory,
  look: { now: Date; observation: RolloutObservation; ours: OwnRollout },
): VerdictMemory {
  const { now, observation, ours } = look
  const primary = primaryOf(observation)
  const previous = primary?.id !== ours.rolloutId && primary?.revisionArn === ours.previousRevisionArn
  const failed = primary?.id === ours.rolloutId && primary.rolloutState === 'FAILED'
  return {
    previousPrimarySince: previous ? (memory.previousPrimarySince ?? now.toISOString()) : null,
    failedPrimarySince: failed ? (memory.failedPrimarySince ?? now.toISOString()) : null,
    otherPrimaryReads: isSomebodyElses(primary, ours) ? memory.otherPrimaryReads + 1 : 0,
    failureAnnounced:
      memory.failureAnnounced ||
      observation.events.some((event) => saysDeploymentFailed(event.message, ours.rolloutId)),
    ...rememberPause(memory, now, observation.serviceDeployment?.pausedBy != null),
  }
}

export function primaryOf(observation: RolloutObservation): ObservedDeployment | null {
  return observation.deployments.find((deployment) => deployment.status === 'PRIMARY') ?? null
}

/** The deadline, moved by the time for which the rollout was paused. */
export function effectiveDeadline(memory: VerdictMemory, now: Date, deadlineAt: Date): Date {
  return new Date(deadlineAt.getTime() + memory.pausedMs + msSince(memory.pausedSince, now))
}

/** 0 when `instant` is null. */
export function msSince(instant: string | null, now: Date): number {
  return instant === null ? 0 : Math.max(0, now.getTime() - Date.parse(instant))
}

/** Neither ours nor the previous revision, and newer than ours: an older one is a stale read. */
function isSomebodyElses(primary: ObservedDeployment | null, ours: OwnRollout): boolean {
  if (primary === null) return false
  if (primary.revisionArn === ours.revisionArn || primary.revisionArn === ours.previousRevisionArn)
    return false
  return primary.createdAt.getTime() >= ours.startedAt.getTime()
}

function rememberPause(
  memory: VerdictMemory,
  now: Date,
  paused: boolean,
): Pick<VerdictMemory, 'pausedSince' | 'pausedMs'> {
  if (paused) return { pausedSince: memory.pausedSince ?? now.toISOString(), pausedMs: memory.pausedMs }
  return { pausedSince: null, pausedMs: memory.pausedMs + msSince(memory.pausedSince, now) }
}

import { type DeploymentStatus, hasEnded } from '@/lib/domain/deployment-status'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** Whoever cancels this soon after the start had a page before them that still said "scheduled". */
export const JUST_STARTED_SECONDS = 5

export interface CancelFacts {
  now: Date
  status: DeploymentStatus
  startedAt: Date | null
  /** Set when a running deployment was asked to stop before. */
  cancelRequestedAt: Date | null
}

export type CancelRefusal =
  /** It has just begun; stopping it must be asked for as such. */
  { kind: 'too_late'; startedAt: Date } | { kind: 'already_finished'; status: DeploymentStatus }

/**
 * Whether cancelling means dropping a deployment that has not started (`cancel`) or stopping a rollout
 * (`stop`, which may be asked for again). Without `stopRunning`, a deployment that has begun within the
 * last few seconds is not stopped but the person told: they meant to prevent it, not to roll it back.
 */
export function decideCancel(
  facts: CancelFacts,
  input: { stopRunning: boolean },
): Result<{ kind: 'cancel' } | { kind: 'stop' }, CancelRefusal> {
  const { now, status, startedAt, cancelRequestedAt } = facts
  if (hasEnded(status)) return refuse({ kind: 'already_finished', status })
  if (status !== 'running') return accept({ kind: 'cancel' })

  const isExpected = input.stopRunning || cancelRequestedAt !== null
  if (isExpected || startedAt === null) return accept({ kind: 'stop' })
  const runningForMs = now.getTime() - startedAt.getTime()
  if (runningForMs <= JUST_STARTED_SECONDS * 1000) return refuse({ kind: 'too_late', startedAt })
  return accept({ kind: 'stop' })
}

import { type DeploymentStatus, isPending } from '@/lib/domain/deployment-status'
import { type DueInput, type DueRefusal, decideDue } from '@/lib/domain/due-decision'
import type { ResolvedDueTime } from '@/lib/domain/due-time'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** The longest time to confirm in: a week. */
export const MAX_CONFIRM_MINUTES = 7 * 24 * 60

/**
 * How long after its due time a revert may still start: a day, because late is better than never, and it
 * leaves alone whatever was deployed since.
 */
export const REVERT_START_DEADLINE_MINUTES = 24 * 60

/** What becomes of a deployment once it has succeeded. */
export type Afterwards =
  | { kind: 'keep' }
  | { kind: 'revert_at'; due: DueInput }
  | { kind: 'revert_unless_confirmed'; withinMinutes: number }

export type AfterwardsRefusal =
  /** What is wrong with the time of the revert. */
  | { kind: 'revert_time'; refusal: DueRefusal }
  /** The revert would not be due after what it reverts. */
  | { kind: 'revert_not_after'; dueAt: Date }

export interface DecidedAfterwards {
  revertDue: ResolvedDueTime | null
  confirmWithinMinutes: number | null
}

/** What to store for the time after a deployment that is due at `dueAt`. */
export function decideAfterwards(
  facts: { now: Date; dueAt: Date },
  afterwards: Afterwards,
): Result<DecidedAfterwards, AfterwardsRefusal> {
  if (afterwards.kind === 'keep') return accept({ revertDue: null, confirmWithinMinutes: null })
  if (afterwards.kind === 'revert_unless_confirmed') {
    return accept({ revertDue: null, confirmWithinMinutes: afterwards.withinMinutes })
  }
  const due = decideDue(facts, afterwards.due)
  if (!due.ok) return refuse({ kind: 'revert_time', refusal: due.refusal })
  if (due.value.dueAt <= facts.dueAt) return refuse({ kind: 'revert_not_after', dueAt: facts.dueAt })
  return accept({ revertDue: due.value, confirmWithinMinutes: null })
}

/** The last revert that was made of a deployment. */
export interface RevertFacts {
  id: string
  status: DeploymentStatus
}

export type RevertRefusal =
  /** Only what has succeeded can be reverted. */
  | { kind: 'not_revertable'; status: DeploymentStatus }
  | { kind: 'revert_under_way' }
  | { kind: 'already_reverted' }

/** Whether a revert that somebody asks for is a new one, or the one that waits for its time brought forward. */
export function decideRevert(
  status: DeploymentStatus,
  revert: RevertFacts | null,
): Result<{ kind: 'new' } | { kind: 'bring_forward'; id: string }, RevertRefusal> {
  if (status !== 'succeeded') return refuse({ kind: 'not_revertable', status })
  if (revert === null) return accept({ kind: 'new' })
  if (revert.status === 'running') return refuse({ kind: 'revert_under_way' })
  if (revert.status === 'succeeded') return refuse({ kind: 'already_reverted' })
  // One that was cancelled, failed or missed brought nothing back.
  return accept(isPending(revert.status) ? { kind: 'bring_forward', id: revert.id } : { kind: 'new' })
}

export interface ConfirmFacts {
  status: DeploymentStatus
  confirmWithinMinutes: number | null
  confirmedBy: string | null
  revert: RevertFacts | null
}

export type ConfirmRefusal =
  /** `not_asked`: nobody has to. `not_yet`: it has not succeeded. `confirmed`: somebody did. `over`: its revert has ended. */
  | { kind: 'nothing_to_confirm'; why: 'not_asked' | 'not_yet' | 'confirmed' | 'over' }
  | { kind: 'revert_under_way' }

/** Whether a deployment can be confirmed now; then its revert, which waits for its time, is to be cancelled. */
export function decideConfirm(facts: ConfirmFacts): Result<{ revertId: string }, ConfirmRefusal> {
  const { status, confirmWithinMinutes, confirmedBy, revert } = facts
  const nothing = (why: Extract<ConfirmRefusal, { why: unknown }>['why']) =>
    refuse({ kind: 'nothing_to_confirm' as const, why })
  if (confirmWithinMinutes === null) return nothing('not_asked')
  if (status !== 'succeeded') return nothing('not_yet')
  if (confirmedBy !== null) return nothing('confirmed')
  if (revert?.status === 'running') return refuse({ kind: 'revert_under_way' })
  if (revert === null || !isPending(revert.status)) return nothing('over')
  return accept({ revertId: revert.id })
}

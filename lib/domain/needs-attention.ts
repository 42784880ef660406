import { type DeploymentStatus, isPending } from '@/lib/domain/deployment-status'
import { durationWords } from '@/lib/domain/duration-words'
import { latenessMs } from '@/lib/domain/lateness'

/** A start, or its absence, this long after the due time is on time for people. In the migration's index too. */
export const NOTICEABLY_LATE_MS = 60_000

/** A late start that nobody has dismissed is news for a week. */
export const LATE_IS_NEWS_MS = 7 * 24 * 60 * 60_000

/** In the order of what they ask of people: look after the worker, decide, know. */
export const ATTENTION_KINDS = ['overdue', 'missed', 'started_late'] as const
export type AttentionKind = (typeof ATTENTION_KINDS)[number]

export interface AttentionFacts {
  now: Date
  status: DeploymentStatus
  /** Why it is in this status. */
  reason: string
  dueAt: Date
  startDeadlineAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  dismissedAt: Date | null
  /** When a worker first took it up after its due time: started it, let it wait or held it. Null: none did, or it is not known. */
  takenUpAt: Date | null
}

export interface Attention {
  kind: AttentionKind
  /** What happened, as a sentence. */
  sentence: string
}

/**
 * Why a deployment stands on the catch-up screen, or null: nobody started it although it is due
 * (`overdue`), its start deadline passed (`missed`), or it started late and for more than a minute that
 * was for want of a worker, whatever it waited for then (`started_late`). A dismissal concerns what had
 * happened by then: one that is missed once more is on the screen once more. What is overdue can't be
 * dismissed.
 */
export function needsAttention(facts: AttentionFacts): Attention | null {
  const { status, reason, startedAt, finishedAt } = facts
  if (isPending(status)) return status === 'scheduled' ? overdue(facts) : null
  if (status === 'missed') {
    return isDismissed(facts, finishedAt) ? null : { kind: 'missed', sentence: reason }
  }
  return startedAt === null || isDismissed(facts, startedAt) ? null : startedLate(facts, startedAt)
}

function isDismissed({ dismissedAt }: AttentionFacts, happenedAt: Date | null): boolean {
  return dismissedAt !== null && (happenedAt === null || dismissedAt.getTime() >= happenedAt.getTime())
}

function overdue({ now, dueAt, startDeadlineAt }: AttentionFacts): Attention | null {
  const overdueMs = now.getTime() - dueAt.getTime()
  if (overdueMs <= NOTICEABLY_LATE_MS) return null
  const due = `Due ${durationWords(overdueMs)} ago, and no worker has taken it up.`
  const leftMs = startDeadlineAt.getTime() - now.getTime()
  return {
    kind: 'overdue',
    sentence:
      leftMs < 0
        ? `${due} Its start deadline has passed: the next worker will list it as missed.`
        : `${due} It can still start within ${durationWords(leftMs)}.`,
  }
}

function startedLate({ now, dueAt, takenUpAt }: AttentionFacts, startedAt: Date): Attention | null {
  const isNews = now.getTime() - startedAt.getTime() <= LATE_IS_NEWS_MS
  const aloneMs = latenessMs(dueAt, takenUpAt ?? startedAt)
  if (aloneMs <= NOTICEABLY_LATE_MS || !isNews) return null
  const late = durationWords(latenessMs(dueAt, startedAt))
  const alone = durationWords(aloneMs)
  return {
    kind: 'started_late',
    sentence:
      alone === late
        ? `Started ${late} after its due time, because no worker took it up sooner.`
        : `Started ${late} after its due time: for the first ${alone} no worker took it up.`,
  }
}

import { retryIntervalMs } from '@/lib/domain/look-interval'
import { ROLLOUT_DEADLINE_MINUTES, rolloutDeadline } from '@/lib/domain/rollout-deadline'
import type { RunRecord } from '@/lib/domain/run-record'
import {
  RolloutPostponed,
  RolloutRejected,
  RolloutUnavailable,
  RolloutUnknown,
} from '@/lib/ports/rollout-errors'
import type { Run } from '@/lib/postgres/runs'
import { finish, type StepEntry, type StepResult } from './step'

/**
 * What becomes of a run whose step could not be carried out. Before a rollout was started, a refusal
 * ends it. Afterwards nothing does but knowing the outcome, or that nobody will within reason.
 * `written` is what the step had written by then; `run.record` what it began with.
 */
export function afterTrouble(run: Run, written: RunRecord, error: unknown, now: Date): StepResult {
  if (!isTrouble(error)) throw error
  if (error instanceof RolloutPostponed) return postponed(run, error)
  // What was announced did not happen: nobody needs to look for it.
  const record = error instanceof RolloutUnavailable ? run.record : written
  const mayBeUnderWay = record.updateIntentAt !== null
  if (error instanceof RolloutRejected && (!mayBeUnderWay || isRefusedStart(run))) {
    return finish('failed', error.message, record)
  }
  // Twice as long as a rollout may take: until then somebody may still find out.
  const patienceMinutes = mayBeUnderWay
    ? ROLLOUT_DEADLINE_MINUTES + (record.snapshot?.bakeTimeMinutes ?? 0)
    : 0
  // What has not begun is given time from its first trouble: no worker may have been up since it started.
  const since = record.updateIntentAt ?? record.trouble?.since ?? now
  const hopeEndsAt = rolloutDeadline(since, patienceMinutes)
  if (now > hopeEndsAt) {
    const words = mayBeUnderWay
      ? `The outcome is unknown: ${error.message} Nothing was changed; look at the service yourself.`
      : `It could not begin: ${error.message}`
    return finish('failed', words, record)
  }
  const count = (record.trouble?.count ?? 0) + 1
  const trouble = { count, message: error.message, since: record.trouble?.since ?? now }
  const message = `${error.message} Trying again.`
  const dedupeKey = `trouble-${run.id}-${run.step}-${error.message.slice(0, 80)}`
  return tryAgain(run, { ...record, trouble }, retryIntervalMs(count), {
    ...{ event: 'run.trouble', message, dedupeKey },
  })
}

/** No trouble, only a long line: waiting in it never ends a run, and what was announced was not sent. */
function postponed(run: Run, { message }: RolloutPostponed): StepResult {
  const count = run.record.postponed + 1
  const dedupeKey = `postponed-${run.id}-${run.step}`
  return tryAgain(run, { ...run.record, postponed: count }, retryIntervalMs(count), {
    ...{ event: 'run.postponed', message, dedupeKey },
  })
}

function tryAgain(run: Run, record: RunRecord, afterMs: number, entry: StepEntry): StepResult {
  return { kind: 'next', step: run.step, record, afterMs, entries: [entry] }
}

/** The platform said no to the first call that would have started the rollout: none is under way. */
function isRefusedStart({ step, record }: Run): boolean {
  return step === 'update' && record.updateIntentAt === null
}

function isTrouble(error: unknown): error is RolloutRejected | RolloutUnavailable | RolloutUnknown {
  return (
    error instanceof RolloutRejected || error instanceof RolloutUnavailable || error instanceof RolloutUnknown
  )
}

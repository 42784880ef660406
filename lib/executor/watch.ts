import { assertNever } from '@/lib/domain/assert-never'
import { lookIntervalMs } from '@/lib/domain/look-interval'
import { ROLLOUT_DEADLINE_MINUTES, rolloutDeadline } from '@/lib/domain/rollout-deadline'
import { judgeRollout, type Verdict } from '@/lib/domain/rollout-verdict'
import type { RunRecord } from '@/lib/domain/run-record'
import { memoryOf } from './memory'
import { observed } from './observed'
import { finish, next, recorded, type Step, type StepEntry, type StepResult } from './step'

/** One look at our rollout, and what it means. */
export const watch: Step = async (context) => {
  const { run, rollouts, target, now } = context
  if (run.cancelRequestedAt && run.record.stop === null) {
    const stop = { why: 'cancelled', intentAt: null } as const
    return next('stop', { ...run.record, stop })
  }
  const { record } = run
  const rollout = recorded(record.rollout, 'rollout')
  const revisionArn = recorded(record.revision, 'revision').revisionArn
  const snapshot = recorded(record.snapshot, 'snapshot')
  const observation = await rollouts.observe(target, {
    ...rollout,
    revisionArn,
    eventsAfter: record.eventsUntil ?? run.startedAt,
    serviceDeploymentArn: record.serviceDeploymentArn,
  })
  // A rollout that is being stopped gets as long again to come back.
  const begun = record.stop?.intentAt ?? record.updateIntentAt ?? run.startedAt
  const { verdict, memory } = judgeRollout({
    now,
    observation,
    ours: {
      ...rollout,
      revisionArn,
      previousRevisionArn: snapshot.revisionArn,
      previousRolloutId: snapshot.rolloutId,
      deadlineAt: rolloutDeadline(begun, snapshot.bakeTimeMinutes),
    },
    memory: memoryOf(record),
    circuitBreaker: snapshot.circuitBreaker,
  })
  const seen = observed(record, observation, { now, detail: verdict.detail, memory })
  return act(seen.record, verdict, seen.entries)
}

function act(record: RunRecord, verdict: Verdict, entries: StepEntry[]): StepResult {
  const { stop } = record
  switch (verdict.kind) {
    case 'running': {
      const rollout = record.rollout && { ...record.rollout, ...follow(verdict) }
      return next(
        'watch',
        { ...record, rollout },
        { afterMs: lookIntervalMs(record.looks, Math.random(), record.postponed), entries },
      )
    }
    case 'succeeded':
      return finish(
        'succeeded',
        stop ? `It had completed before it could be stopped. ${verdict.detail}` : verdict.detail,
        record,
        entries,
      )
    case 'rolled_back':
      return finish(outcomeOfReturn(record), wordsOfReturn(record, verdict.detail), record, entries)
    case 'failed':
      if (!verdict.rollback) return finish('failed', verdict.detail, record, entries)
      return next(
        'rollback',
        { ...record, rollback: { why: verdict.detail, intentAt: null, rollout: null } },
        { entries },
      )
    case 'timed_out':
      if (stop)
        return finish(
          'failed',
          `Stopped, but the previous revision did not come back in time. ${verdict.detail}`,
          record,
          entries,
        )
      return next('stop', { ...record, stop: { why: 'timed_out', intentAt: null } }, { entries })
    case 'superseded':
    case 'unknown':
      return finish('failed', verdict.detail, record, entries)
    default:
      return assertNever(verdict)
  }
}

function follow(verdict: Extract<Verdict, { kind: 'running' }>): { rolloutId: string } | object {
  return verdict.followRolloutId === undefined ? {} : { rolloutId: verdict.followRolloutId }
}

/** The previous revision serves again: because somebody wanted that, or because ours failed. */
export function outcomeOfReturn({ stop }: RunRecord): 'cancelled' | 'rolled_back' {
  return stop?.why === 'cancelled' ? 'cancelled' : 'rolled_back'
}

export function wordsOfReturn({ stop }: RunRecord, detail: string): string {
  switch (stop?.why) {
    case 'cancelled':
      return 'Stopped on request; what ran before serves again.'
    case 'timed_out':
      return `It took longer than ${ROLLOUT_DEADLINE_MINUTES} minutes and was stopped; what ran before serves again.`
    default:
      return detail
  }
}

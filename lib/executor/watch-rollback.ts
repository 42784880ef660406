import { lookIntervalMs } from '@/lib/domain/look-interval'
import { rolloutDeadline } from '@/lib/domain/rollout-deadline'
import { judgeRollout } from '@/lib/domain/rollout-verdict'
import { memoryOf } from './memory'
import { observed } from './observed'
import { finish, next, recorded, type Step } from './step'
import { outcomeOfReturn, wordsOfReturn } from './watch'

/** One look at our way back. */
export const watchRollback: Step = async ({ run, rollouts, target, now }) => {
  const { record } = run
  const plan = recorded(record.rollback, 'rollback')
  const back = recorded(plan.rollout, 'rollback rollout')
  const snapshot = recorded(record.snapshot, 'snapshot')
  const failed = recorded(record.rollout, 'rollout')
  const observation = await rollouts.observe(target, {
    ...back,
    revisionArn: snapshot.revisionArn,
    eventsAfter: record.eventsUntil ?? run.startedAt,
    serviceDeploymentArn: record.serviceDeploymentArn,
  })
  const { verdict, memory } = judgeRollout({
    now,
    observation,
    ours: {
      ...back,
      revisionArn: snapshot.revisionArn,
      previousRevisionArn: recorded(record.revision, 'revision').revisionArn,
      previousRolloutId: failed.rolloutId,
      deadlineAt: rolloutDeadline(plan.intentAt ?? back.startedAt, snapshot.bakeTimeMinutes),
    },
    memory: memoryOf(record),
    circuitBreaker: snapshot.circuitBreaker,
  })
  const seen = observed(record, observation, { now, detail: verdict.detail, memory })
  if (verdict.kind === 'running') {
    const rolloutId = verdict.followRolloutId ?? back.rolloutId
    const followed = { ...seen.record, rollback: { ...plan, rollout: { ...back, rolloutId } } }
    return next('watch_rollback', followed, {
      afterMs: lookIntervalMs(record.looks, Math.random(), record.postponed),
      entries: seen.entries,
    })
  }
  if (verdict.kind === 'succeeded') {
    const words = wordsOfReturn(record, `${plan.why} Shipclock brought the previous revision back.`)
    return finish(outcomeOfReturn(record), words, seen.record, seen.entries)
  }
  const words = `${plan.why} The previous revision could not be brought back: ${verdict.detail}`.trim()
  return finish('failed', words, seen.record, seen.entries)
}

import { FRESH_MEMORY } from '@/lib/domain/verdict-memory'
import type { Rollout } from '@/lib/ports/rollouts'
import { revisionName } from './register'
import { finish, next, recorded, type Step, type StepContext, type StepResult } from './step'
import { CONSISTENCY_MS } from './update'
import { outcomeOfReturn, wordsOfReturn } from './watch'

/** Brings the previous revision back, where ECS did not; only while ours is the one that serves. */
export const rollback: Step = async (context) => {
  const { run, rollouts, target, now, writeIntent } = context
  const { record } = run
  const plan = recorded(record.rollback, 'rollback')
  const previous = recorded(record.snapshot, 'snapshot').revisionArn
  if (plan.intentAt !== null) {
    const found = await rollouts.findRollout(target, { revisionArn: previous, since: plan.intentAt })
    if (found) return underWay(context, found)
    if (now.getTime() - plan.intentAt.getTime() < CONSISTENCY_MS)
      return next('rollback', record, { afterMs: 5_000 })
  }
  const present = await rollouts.snapshot(target)
  if (present.revisionArn === previous)
    return finish(outcomeOfReturn(record), wordsOfReturn(record, plan.why), record)
  if (present.revisionArn !== record.revision?.revisionArn) {
    const theirs = revisionName(present.revisionArn)
    return finish(
      'failed',
      `${plan.why} Not rolled back: somebody else deployed ${theirs} meanwhile.`.trim(),
      record,
    )
  }
  const announced = { ...record, rollback: { ...plan, intentAt: now } }
  await writeIntent(announced)
  const started = await rollouts.startRollout(target, { revisionArn: previous })
  return underWay({ ...context, run: { ...run, record: announced } }, started)
}

function underWay({ run }: StepContext, rollout: Rollout): StepResult {
  const { record } = run
  const plan = recorded(record.rollback, 'rollback')
  const previous = revisionName(recorded(record.snapshot, 'snapshot').revisionArn)
  const message = `${plan.why} Rolling back to ${previous}.`.trim()
  return next(
    'watch_rollback',
    {
      ...record,
      rollback: { ...plan, rollout },
      serviceDeploymentArn: null,
      verdictMemory: { ...FRESH_MEMORY },
      looks: 0,
    },
    { afterMs: 1_000, entries: [{ event: 'run.rolling_back', message }] },
  )
}

import { RolloutRejected } from '@/lib/ports/rollout-errors'
import { finish, next, recorded, type Step, type StepContext } from './step'

/** Asks ECS to stop our rollout and roll back; where it can't, we go back ourselves. */
export const stop: Step = async (context) => {
  const { run, now, writeIntent } = context
  const { record } = run
  const { why } = recorded(record.stop, 'stop')
  const announced = { ...record, stop: { why, intentAt: now } }
  if (record.serviceDeploymentArn === null) return rollBack(announced)
  await writeIntent(announced)
  const stopped = await ask(context, record.serviceDeploymentArn)
  if (stopped === 'refused') return rollBack(announced)
  const message = stopped
    ? 'Asked ECS to stop the rollout and roll back.'
    : 'The rollout had ended before it could be stopped.'
  return next(
    'watch',
    { ...announced, looks: 0 },
    { afterMs: 500, entries: [{ event: 'run.stopping', message }] },
  )
}

async function ask(
  { rollouts, target }: StepContext,
  serviceDeploymentArn: string,
): Promise<boolean | 'refused'> {
  try {
    return await rollouts.stopRollout(target, { serviceDeploymentArn })
  } catch (error) {
    if (error instanceof RolloutRejected) return 'refused'
    throw error
  }
}

function rollBack(record: StepContext['run']['record']) {
  if (record.rollout === null) return finish('cancelled', 'Stopped before anything was deployed.', record)
  return next('rollback', { ...record, rollback: { why: '', intentAt: null, rollout: null } })
}

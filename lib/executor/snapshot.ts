import { rolloutDeadline } from '@/lib/domain/rollout-deadline'
import { revisionName } from './register'
import { revertConflict } from './revert-conflict'
import { finish, next, type Step } from './step'

const ANOTHER_ROLLOUT_POLL_MS = 10_000

/**
 * Records what serves now: what to derive from, and what to come back to. Reads only. Waits for the end of
 * somebody else's rollout, unless that can't come by itself.
 */
export const snapshot: Step = async ({ run, revert, rollouts, target, now }) => {
  if (run.cancelRequestedAt) return finish('cancelled', 'Stopped before anything was deployed.', run.record)
  const { rolloutSettled, beneath, ...found } = await rollouts.snapshot(target)
  // A rollout that goes on may yet come back to what is to be undone.
  const isDecided = rolloutSettled || beneath !== null
  const conflict = revert !== null && isDecided ? revertConflict(revert, found, target.service) : null
  if (conflict !== null) return finish('failed', conflict, run.record)
  if (beneath !== null) {
    const failing = `The rollout of ${revisionName(found.revisionArn)} can't succeed: its tasks fail, and no circuit breaker ends it.`
    const message = `${failing} Deploying over it; ${target.service} still runs ${beneath.image}.`
    const entry = { event: 'run.deploying_over', message }
    return next('register', { ...run.record, snapshot: { ...found, ...beneath } }, { entries: [entry] })
  }
  if (!rolloutSettled && now > rolloutDeadline(run.startedAt, found.bakeTimeMinutes)) {
    const reason = `Another rollout of ${target.service} has not ended; nothing was deployed.`
    return finish('failed', reason, run.record)
  }
  if (!rolloutSettled) {
    const message = `Another rollout of ${target.service} is under way; waiting for it to end.`
    const entry = { event: 'run.waiting_for_rollout', message, dedupeKey: `busy-${run.id}` }
    return next('snapshot', run.record, { afterMs: ANOTHER_ROLLOUT_POLL_MS, entries: [entry] })
  }
  const entry = { event: 'run.snapshot', message: `${target.service} runs ${found.image}.` }
  return next('register', { ...run.record, snapshot: found }, { entries: [entry] })
}

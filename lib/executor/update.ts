import type { RunRecord } from '@/lib/domain/run-record'
import type { Rollout } from '@/lib/ports/rollouts'
import { revisionName } from './register'
import { finish, next, recorded, type Step, type StepContext, type StepResult } from './step'

/** How long ECS may take to show a rollout that it has taken: only then is the call repeated. */
export const CONSISTENCY_MS = 30_000
const LOOK_AGAIN_MS = 5_000

/**
 * Starts the rollout, once. The call has no idempotency token, so after a call without an answer the
 * step looks for its effect, for as long as ECS may take to show it, before it calls again.
 */
export const update: Step = async (context) => {
  const { run, revert, rollouts, target, now, writeIntent } = context
  const { record } = run
  const { revisionArn } = recorded(record.revision, 'revision')
  if (record.updateIntentAt !== null) {
    const found = await rollouts.findRollout(target, { revisionArn, since: record.updateIntentAt })
    // A revert's revision has rolled out before: a rollout of it from then is not this one.
    const isOlder = revert !== null && found !== null && found.startedAt <= revert.revertedSince
    if (found && !isOlder) return adopted(record, found)
    const sentFor = now.getTime() - record.updateIntentAt.getTime()
    if (sentFor < CONSISTENCY_MS) return lookAgain(context)
  }
  if (run.cancelRequestedAt) return finish('cancelled', 'Stopped before anything was deployed.', record)
  const conflict = await findConflict(context)
  if (conflict) return finish('failed', conflict, record)

  const announced: RunRecord = { ...record, updateIntentAt: now }
  await writeIntent(announced)
  const rollout = await rollouts.startRollout(target, { revisionArn })
  return started(
    announced,
    rollout,
    `Started the rollout of ${revisionName(revisionArn)}.`,
    'run.rollout_started',
  )
}

function adopted(record: RunRecord, rollout: Rollout): StepResult {
  const message =
    'The outcome of the call that starts the rollout was unknown; looked, found the rollout, adopted it.'
  return started(record, rollout, message, 'run.rollout_adopted')
}

function started(record: RunRecord, rollout: Rollout, message: string, event: string): StepResult {
  const eventsUntil = record.snapshot?.latestEventAt ?? null
  return next(
    'watch',
    { ...record, rollout, eventsUntil, looks: 0 },
    { afterMs: 1_000, entries: [{ event, message }] },
  )
}

function lookAgain({ run }: StepContext): StepResult {
  const message =
    'No answer came to the call that starts the rollout. It may have taken effect: looking before calling again.'
  const entry = { event: 'run.rollout_unknown', message, dedupeKey: `unknown-${run.id}` }
  return next('update', run.record, { afterMs: LOOK_AGAIN_MS, entries: [entry] })
}

/** Somebody else changed the service since the snapshot: theirs is not overwritten. */
async function findConflict({ run, rollouts, target }: StepContext): Promise<string | null> {
  const before = recorded(run.record.snapshot, 'snapshot')
  const present = await rollouts.snapshot(target)
  if (present.rolloutId === before.rolloutId) return null
  return `Somebody else deployed ${revisionName(present.revisionArn)} to ${target.service} meanwhile; theirs was left alone.`
}

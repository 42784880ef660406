import type { RevertPlan } from '@/lib/domain/revert-plan'
import type { RunRecord } from '@/lib/domain/run-record'
import { finish, next, recorded, type Step, type StepResult } from './step'

/**
 * Registers the revision to deploy. One that an interrupted attempt left behind is used instead. A revert
 * registers none: what it deploys has served before.
 */
export const register: Step = async ({ run, image, revert, rollouts, target, now, writeIntent }) => {
  const { record } = run
  if (run.cancelRequestedAt) return finish('cancelled', 'Stopped before anything was deployed.', record)
  if (revert !== null) return takeBack(record, revert)
  const basedOnRevisionArn = recorded(record.snapshot, 'snapshot').revisionArn
  const query = { runId: run.id, basedOnRevisionArn }
  const left = record.registerIntentAt === null ? null : await rollouts.findRevision(target, query)
  const announced = { ...record, registerIntentAt: now }
  if (left === null) await writeIntent(announced)
  const revision = left ?? (await rollouts.registerRevision(target, { ...query, image }))
  const verb = left ? 'Found the task definition that was registered before the interruption' : 'Registered'
  const message = `${verb}: ${revisionName(revision.revisionArn)}.`
  return next('update', { ...announced, revision }, { entries: [{ event: 'run.registered', message }] })
}

function takeBack(record: RunRecord, { revisionArn, changes }: RevertPlan): StepResult {
  const message = `Goes back to ${revisionName(revisionArn)}, which ran before.`
  const entries = [{ event: 'run.revision_chosen', message }]
  return next('update', { ...record, revision: { revisionArn, changes } }, { entries })
}

/** `web:42` of `arn:aws:ecs:…:task-definition/web:42`. */
export function revisionName(revisionArn: string): string {
  return revisionArn.slice(revisionArn.lastIndexOf('/') + 1)
}

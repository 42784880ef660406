import { finish, next, recorded, type Step } from './step'

/** Registers the revision to deploy. One that an interrupted attempt left behind is used instead. */
export const register: Step = async ({ run, image, rollouts, target, now, writeIntent }) => {
  const { record } = run
  if (run.cancelRequestedAt) return finish('cancelled', 'Stopped before anything was deployed.', record)
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

/** `web:42` of `arn:aws:ecs:…:task-definition/web:42`. */
export function revisionName(revisionArn: string): string {
  return revisionArn.slice(revisionArn.lastIndexOf('/') + 1)
}

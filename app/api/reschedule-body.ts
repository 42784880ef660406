import { z } from 'zod'
import type { RescheduleDeploymentInput } from '@/lib/use-cases/reschedule-deployment'
import { dueFields, dueOf } from './due-fields'
import { hold, image, note, startDeadlineMinutes } from './schedule-body'
import { requestSchemas } from './schemas'

/** What `PATCH /scheduled_deployments/{id}` takes: what is left out stays as it is. */
export const rescheduleBody = z
  .strictObject({
    ...dueFields,
    image: image.optional(),
    note: note.optional(),
    start_deadline_minutes: startDeadlineMinutes,
    hold,
    with_skipped: z
      .boolean()
      .default(false)
      .meta({ description: 'Bring back what was skipped because of it, too, at its distance.' }),
    dry_run: z
      .boolean()
      .default(false)
      .meta({ description: 'Change nothing: `moves` of the answer is what would move to when.' }),
  })
  .transform((body, context): Omit<RescheduleDeploymentInput, 'id'> => {
    const report = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    const due = dueOf(body, report)
    if (due === null && context.issues.length === 0) {
      if (body.timezone !== null) report('timezone', 'can’t change alone: give the time there, too')
      if (body.overlap) report('overlap', 'can’t change alone: give the time, too')
    }
    const { image, note, hold, with_skipped: withSkipped, dry_run: dryRun } = body
    const startDeadlineMinutes = body.start_deadline_minutes ?? null
    return { due, startDeadlineMinutes, image, note, withSkipped, dryRun, hold }
  })
requestSchemas.add(rescheduleBody, { id: 'RescheduleRequest' })

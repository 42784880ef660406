import { z } from 'zod'
import { DEPLOYMENT_STATUSES } from '@/lib/domain/deployment-status'
import type { TimelineEntryView } from '@/lib/queries/deployment-views'
import { answerSchemas, instantText } from './schemas'

const status = z.enum(DEPLOYMENT_STATUSES).nullable()

/** An entry of a deployment's timeline as the API answers it. */
export const timelineEntryResult = z.object({
  id: z.string(),
  at: instantText,
  event: z.string(),
  actor: z.string(),
  message: z.string(),
  from_status: status,
  to_status: status,
  run_id: z.uuid().nullable(),
})
answerSchemas.add(timelineEntryResult, { id: 'TimelineEntry' })

export function toTimelineEntryResult(entry: TimelineEntryView): z.input<typeof timelineEntryResult> {
  const { id, at, event, actor, message, fromStatus, toStatus, runId } = entry
  return {
    ...{ id, event, actor, message },
    at: at.toISOString(),
    from_status: fromStatus,
    to_status: toStatus,
    run_id: runId,
  }
}

import { z } from 'zod'
import { MAX_MINUTES, minutesOf } from '@/app/(dashboard)/schedule/plan-of-values'
import { dueOrderSchema } from '@/app/(dashboard)/schedule/schedule-order'
import { localOf } from '@/app/(dashboard)/schedule/when-check'
import type { WhenValues } from '@/app/(dashboard)/schedule/when-values'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

/** What the reschedule form sends: only what was changed; null or absent stays. */
export const rescheduleOrderSchema = z.object({
  id: z.uuid(),
  due: dueOrderSchema.nullable(),
  startDeadlineMinutes: z.int().min(1).max(MAX_MINUTES).nullable(),
  image: z.string().max(1000).nullable().optional(),
  note: z.string().max(2000).nullable().optional(),
  withSkipped: z.boolean().optional(),
  hold: z.boolean().optional(),
})

export type RescheduleOrder = z.infer<typeof rescheduleOrderSchema>

export interface RescheduleValues extends WhenValues {
  image: string
  startDeadlineMinutes: number | string
  note: string
  /** Whether what was skipped because of it comes back along. */
  withSkipped: boolean
  /** Where a freeze is open then: whether it shall be held. */
  hold: boolean
}

/** The form as it opens: everything as it is now. */
export function rescheduleValuesOf(deployment: DeploymentSummary): RescheduleValues {
  const { localTime, timezone, overlap, image, note } = deployment
  return {
    date: localTime.slice(0, 10),
    time: localTime.slice(11, 16),
    timezone,
    overlap,
    image: image ?? '',
    startDeadlineMinutes: startDeadlineMinutesOf(deployment),
    note: note ?? '',
    withSkipped: false,
    hold: false,
  }
}

export function startDeadlineMinutesOf({ dueAt, startDeadlineAt }: DeploymentSummary): number {
  return Math.round((startDeadlineAt.getTime() - dueAt.getTime()) / 60_000)
}

/** Whether the form gives it another time, or one that was missed or skipped its next chance. */
export function isMoved(values: RescheduleValues, deployment: DeploymentSummary): boolean {
  const before = rescheduleValuesOf(deployment)
  return (
    localOf(values) !== localOf(before) ||
    values.timezone !== before.timezone ||
    values.overlap !== before.overlap ||
    deployment.status === 'missed' ||
    deployment.status === 'skipped'
  )
}

/** What differs from the deployment as an order; null while incomplete. */
export function rescheduleOrderOf(
  values: RescheduleValues,
  deployment: DeploymentSummary,
): RescheduleOrder | null {
  const local = localOf(values)
  const startDeadlineMinutes = minutesOf(values.startDeadlineMinutes, 1)
  if (local === null || startDeadlineMinutes === null) return null
  const before = rescheduleValuesOf(deployment)
  const { timezone, overlap } = values
  return {
    id: deployment.id,
    ...(values.withSkipped && { withSkipped: true }),
    ...(values.hold && { hold: true }),
    due: isMoved(values, deployment) ? { kind: 'local', local, timezone, overlap } : null,
    startDeadlineMinutes: startDeadlineMinutes === before.startDeadlineMinutes ? null : startDeadlineMinutes,
    ...(values.image.trim() !== before.image && { image: values.image.trim() || null }),
    ...(values.note.trim() !== before.note && { note: values.note.trim() || null }),
  }
}

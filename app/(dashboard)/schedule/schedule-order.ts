import { z } from 'zod'
import { afterwardsOrderOf } from '@/app/(dashboard)/schedule/afterwards-check'
import type { DependencyValues, ScheduleValues } from '@/app/(dashboard)/schedule/form-values'
import { MAX_MINUTES, minutesOf } from '@/app/(dashboard)/schedule/plan-of-values'
import { localOf } from '@/app/(dashboard)/schedule/when-check'
import { MAX_CONFIRM_MINUTES } from '@/lib/domain/revert-decision'

const slug = z.string().min(1).max(200)
const imageText = z.string().max(1000).nullable()

/** When, as the forms send it. */
export const dueOrderSchema = z.object({
  kind: z.literal('local'),
  local: z.string().max(32),
  timezone: z.string().max(100),
  overlap: z.enum(['earlier', 'later']).nullable(),
})

const dependencyOrderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('new'),
    application: slug,
    environment: slug.nullable(),
    image: imageText,
    leadMinutes: z.int().min(0).max(MAX_MINUTES),
  }),
  z.object({
    kind: z.literal('existing'),
    deploymentId: z.uuid(),
  }),
])

const afterwardsOrderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('revert_at'), due: dueOrderSchema }),
  z.object({
    kind: z.literal('revert_unless_confirmed'),
    withinMinutes: z.int().min(1).max(MAX_CONFIRM_MINUTES),
  }),
])

/** What the form sends to its server action. */
export const scheduleOrderSchema = z.object({
  application: slug,
  environment: slug.nullable(),
  image: imageText,
  due: dueOrderSchema,
  dependencies: z.array(dependencyOrderSchema).max(50),
  startDeadlineMinutes: z.int().min(1).max(MAX_MINUTES),
  note: z.string().max(2000).nullable(),
  requestKey: z.string().min(16).max(100),
  afterwards: afterwardsOrderSchema.optional(),
})

export type ScheduleOrder = z.infer<typeof scheduleOrderSchema>
type DependencyOrder = z.infer<typeof dependencyOrderSchema>

/** The fields as an order, or null while something is missing. */
export function scheduleOrderOf(values: ScheduleValues, requestKey: string): ScheduleOrder | null {
  const local = localOf(values)
  const startDeadlineMinutes = minutesOf(values.startDeadlineMinutes, 1)
  const afterwards = afterwardsOrderOf(values.afterwards, values.timezone)
  const dependencies = values.dependencies.map(dependencyOrderOf).filter((order) => order !== null)
  const isComplete = dependencies.length === values.dependencies.length
  if (local === null || startDeadlineMinutes === null || values.application === null || !isComplete)
    return null
  if (afterwards === null) return null
  return {
    application: values.application,
    environment: values.environment,
    image: values.image.trim() || null,
    due: { kind: 'local', local, timezone: values.timezone, overlap: values.overlap },
    dependencies,
    startDeadlineMinutes,
    note: values.note.trim() || null,
    requestKey,
    ...(afterwards.kind !== 'keep' && { afterwards }),
  }
}

function dependencyOrderOf(values: DependencyValues): DependencyOrder | null {
  if (values.kind === 'existing') {
    const { deploymentId } = values
    return deploymentId === null ? null : { kind: 'existing', deploymentId }
  }
  const { application, environment } = values
  const leadMinutes = minutesOf(values.leadMinutes, 0)
  if (application === null || leadMinutes === null) return null
  return { kind: 'new', application, environment, image: values.image.trim() || null, leadMinutes }
}

import { z } from 'zod'
import { afterwardsOrderOf } from '@/app/(dashboard)/schedule/afterwards-check'
import type { DependencyValues, ScheduleValues } from '@/app/(dashboard)/schedule/form-values'
import { deadlineOf, MAX_MINUTES, minutesOf, ruleOf } from '@/app/(dashboard)/schedule/plan-of-values'
import { localOf } from '@/app/(dashboard)/schedule/when-check'
import { LATE_ACTIONS } from '@/lib/domain/edge-rule'
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

const ruleSchema = z.object({
  delayMinutes: z.int().min(0).max(MAX_MINUTES).nullable(),
  whenLate: z.enum(LATE_ACTIONS),
  lateAfterMinutes: z.int().min(0).max(MAX_MINUTES),
})

const dependencyOrderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('new'),
    application: slug,
    environment: slug.nullable(),
    image: imageText,
    leadMinutes: z.int().min(0).max(MAX_MINUTES).nullable(),
    rule: ruleSchema,
  }),
  z.object({
    kind: z.literal('existing'),
    deploymentId: z.uuid(),
    rule: ruleSchema,
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
  /** Whether that is by when all must be done. */
  isFinish: z.boolean().optional(),
  dependencies: z.array(dependencyOrderSchema).max(50),
  /** Null: the environment's. */
  startDeadlineMinutes: z.int().min(1).max(MAX_MINUTES).nullable(),
  note: z.string().max(2000).nullable(),
  requestKey: z.string().min(16).max(100),
  afterwards: afterwardsOrderSchema.optional(),
  hold: z.boolean().default(false),
})

export type ScheduleOrder = z.input<typeof scheduleOrderSchema>
type DependencyOrder = z.infer<typeof dependencyOrderSchema>

/** The fields as an order, or null while something is missing. */
export function scheduleOrderOf(values: ScheduleValues, requestKey: string): ScheduleOrder | null {
  const local = localOf(values)
  const deadline = deadlineOf(values)
  const dependencies = values.dependencies
    .map((dependency) => dependencyOrderOf(dependency, values.isFinish))
    .filter((order) => order !== null)
  const isComplete = dependencies.length === values.dependencies.length
  if (local === null || deadline === null || values.application === null || !isComplete) return null
  const afterwards = afterwardsOrderOf(values.afterwards, values.timezone)
  if (afterwards === null) return null
  return {
    application: values.application,
    environment: values.environment,
    image: values.image.trim() || null,
    due: { kind: 'local', local, timezone: values.timezone, overlap: values.overlap },
    ...(values.isFinish && { isFinish: true }),
    dependencies,
    startDeadlineMinutes: deadline === 'default' ? null : deadline,
    note: values.note.trim() || null,
    hold: values.hold,
    requestKey,
    ...(afterwards.kind !== 'keep' && { afterwards }),
  }
}

function dependencyOrderOf(values: DependencyValues, isFinish: boolean): DependencyOrder | null {
  const rule = ruleOf(values)
  if (rule === null) return null
  if (values.kind === 'existing') {
    const { deploymentId } = values
    return deploymentId === null ? null : { kind: 'existing', deploymentId, rule }
  }
  const { application, environment, follows } = values
  const isComputed = follows || isFinish
  const leadMinutes = isComputed ? null : minutesOf(values.leadMinutes, 0)
  if (application === null || (leadMinutes === null && !isComputed)) return null
  return { kind: 'new', application, environment, image: values.image.trim() || null, leadMinutes, rule }
}

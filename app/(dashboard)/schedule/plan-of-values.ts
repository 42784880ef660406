import { type FieldProblem, missing, wrong } from '@/app/(dashboard)/schedule/field-problem'
import type {
  DependencyValues,
  ScheduleOptions,
  ScheduleValues,
} from '@/app/(dashboard)/schedule/form-values'
import { pickApplication, pickTarget } from '@/app/(dashboard)/schedule/pick-target'
import { type EdgeRule, edgeLeadMinutes } from '@/lib/domain/edge-rule'
import { resolveImage } from '@/lib/domain/image-reference'
import type { PlannedDependency, PlannedNode } from '@/lib/domain/planned-node'
import { targetLabel } from '@/lib/domain/target-label'

/** The longest lead time and start deadline that the form takes: a week, in minutes. */
export const MAX_MINUTES = 7 * 24 * 60

export interface PlanOfValues {
  /** What would be made; null while the fields don't say it completely. */
  root: PlannedNode | null
  problems: FieldProblem[]
}

/** Reads the fields as the plan that the domain decides on. Paths are those of the fields. */
export function planOfValues(values: ScheduleValues, options: ScheduleOptions): PlanOfValues {
  const problems: FieldProblem[] = []
  const node = readNode(values, options, '', problems)
  const dependencies = values.dependencies.map((dependency, index) =>
    readDependency(dependency, options, `dependencies.${index}.`, { problems, isFinish: values.isFinish }),
  )
  if (deadlineOf(values) === null) {
    problems.push(wrong('startDeadlineMinutes', minutesWords(1)))
  }
  const complete = dependencies.filter((dependency) => dependency !== null)
  if (node === null || complete.length < dependencies.length) return { root: null, problems }
  return { root: { ...node, dependencies: complete }, problems }
}

/** The start deadline in minutes, `default` where the field is empty; null: it holds something else. */
export function deadlineOf({ startDeadlineMinutes }: ScheduleValues): number | 'default' | null {
  return startDeadlineMinutes === '' ? 'default' : minutesOf(startDeadlineMinutes, 1)
}

/** Whole minutes between `least` and a week, or null. */
export function minutesOf(value: number | string, least: number): number | null {
  const minutes = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value)
  return Number.isInteger(minutes) && minutes >= least && minutes <= MAX_MINUTES ? minutes : null
}

/** What the fields ask of a dependency; null while they don't say it, or wrongly. */
export function ruleOf(values: DependencyValues): EdgeRule | null {
  const { follows, whenLate } = values
  const delayMinutes = follows ? minutesOf(values.delayMinutes, 0) : null
  const lateAfterMinutes = whenLate === 'wait' ? 0 : minutesOf(values.lateAfterMinutes, 0)
  if ((follows && delayMinutes === null) || lateAfterMinutes === null) return null
  return { delayMinutes, whenLate, lateAfterMinutes }
}

function minutesWords(least: number): string {
  return `Whole minutes, ${least} to ${MAX_MINUTES} (a week).`
}

function readDependency(
  values: DependencyValues,
  options: ScheduleOptions,
  prefix: string,
  { problems, isFinish }: { problems: FieldProblem[]; isFinish: boolean },
): PlannedDependency | null {
  const rule = ruleOf(values)
  if (rule === null) problems.push(...ruleProblems(values, prefix))
  if (values.kind === 'existing') {
    const existing = options.pending.find(({ id }) => id === values.deploymentId)
    if (!existing) {
      problems.push(missing(`${prefix}deploymentId`, 'Choose the deployment to wait for.'))
      return null
    }
    const { id, label, dueAt, status } = existing
    if (rule === null) return null
    const leadMinutes = edgeLeadMinutes(rule, 0)
    return { kind: 'existing', deploymentId: id, label, leadMinutes, rule, dueAt, status }
  }
  // Hidden, and without a meaning, where its success says when, or what it takes does.
  const lead = values.follows || isFinish ? 0 : minutesOf(values.leadMinutes, 0)
  if (lead === null) problems.push(wrong(`${prefix}leadMinutes`, minutesWords(0)))
  const node = readNode(values, options, prefix, problems)
  if (node === null || lead === null || rule === null) return null
  return { kind: 'new', node: { ...node, leadMinutes: edgeLeadMinutes(rule, lead), rule } }
}

function ruleProblems(values: DependencyValues, prefix: string): FieldProblem[] {
  const fields = [
    ...(values.follows ? (['delayMinutes'] as const) : []),
    ...(values.whenLate === 'wait' ? [] : (['lateAfterMinutes'] as const)),
  ]
  return fields
    .filter((field) => minutesOf(values[field], 0) === null)
    .map((field) => wrong(`${prefix}${field}`, minutesWords(0)))
}

function readNode(
  values: Pick<ScheduleValues, 'application' | 'environment' | 'image'>,
  options: ScheduleOptions,
  prefix: string,
  problems: FieldProblem[],
): PlannedNode | null {
  const application = pickApplication(options.applications, values.application)
  if (!application) {
    problems.push(missing(`${prefix}application`, 'Choose an application.'))
    return null
  }
  const target = pickTarget(application, values.environment)
  if (!target) {
    const message =
      application.targets.length === 0 ? `${application.name} has no target yet.` : 'Choose where.'
    problems.push(
      missing(`${prefix}${application.targets.length === 0 ? 'application' : 'environment'}`, message),
    )
    return null
  }
  const image = resolveImage(values.image.trim(), target.imageRepository)
  if (!image.ok) {
    problems.push(wrong(`${prefix}image`, image.refusal.why))
    return null
  }
  const label = targetLabel(application, target.environment)
  const { startDeadlineMinutes } = target.environment
  return {
    targetId: target.id,
    label,
    image: image.value,
    leadMinutes: 0,
    startDeadlineMinutes,
    dependencies: [],
  }
}

import { type FieldProblem, missing, wrong } from '@/app/(dashboard)/schedule/field-problem'
import type {
  DependencyValues,
  ScheduleOptions,
  ScheduleValues,
} from '@/app/(dashboard)/schedule/form-values'
import { pickApplication, pickTarget } from '@/app/(dashboard)/schedule/pick-target'
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
    readDependency(dependency, options, `dependencies.${index}.`, problems),
  )
  if (minutesOf(values.startDeadlineMinutes, 1) === null) {
    problems.push(wrong('startDeadlineMinutes', minutesWords(1)))
  }
  const complete = dependencies.filter((dependency) => dependency !== null)
  if (node === null || complete.length < dependencies.length) return { root: null, problems }
  return { root: { ...node, dependencies: complete }, problems }
}

/** Whole minutes between `least` and a week, or null. */
export function minutesOf(value: number | string, least: number): number | null {
  const minutes = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value)
  return Number.isInteger(minutes) && minutes >= least && minutes <= MAX_MINUTES ? minutes : null
}

function minutesWords(least: number): string {
  return `Whole minutes, ${least} to ${MAX_MINUTES} (a week).`
}

function readDependency(
  values: DependencyValues,
  options: ScheduleOptions,
  prefix: string,
  problems: FieldProblem[],
): PlannedDependency | null {
  if (values.kind === 'existing') {
    const existing = options.pending.find(({ id }) => id === values.deploymentId)
    if (!existing) {
      problems.push(missing(`${prefix}deploymentId`, 'Choose the deployment to wait for.'))
      return null
    }
    const { id, label, dueAt, status } = existing
    return { kind: 'existing', deploymentId: id, label, leadMinutes: 0, dueAt, status }
  }
  const leadMinutes = minutesOf(values.leadMinutes, 0)
  if (leadMinutes === null) problems.push(wrong(`${prefix}leadMinutes`, minutesWords(0)))
  const node = readNode(values, options, prefix, problems)
  return node === null || leadMinutes === null ? null : { kind: 'new', node: { ...node, leadMinutes } }
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
  return { targetId: target.id, label, image: image.value, leadMinutes: 0, dependencies: [] }
}

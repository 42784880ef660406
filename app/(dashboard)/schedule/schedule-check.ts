import { type AfterwardsCheck, checkAfterwards } from '@/app/(dashboard)/schedule/afterwards-check'
import { type FieldProblem, missing, wrong } from '@/app/(dashboard)/schedule/field-problem'
import { finishWords } from '@/app/(dashboard)/schedule/finish-words'
import type { ScheduleOptions, ScheduleValues } from '@/app/(dashboard)/schedule/form-values'
import { deadlineOf, planOfValues } from '@/app/(dashboard)/schedule/plan-of-values'
import { startsOfValues } from '@/app/(dashboard)/schedule/starts-of-values'
import {
  checkWhen,
  type WhenCheck,
  whenFieldOf,
  whenProblemWords,
} from '@/app/(dashboard)/schedule/when-check'
import { statusWord } from '@/app/components/status-word'
import type { Viewer } from '@/app/components/viewer'
import { assertNever } from '@/lib/domain/assert-never'
import { durationWords } from '@/lib/domain/duration-words'
import type { FinishRefusal } from '@/lib/domain/finish-by'
import { type FreezeConflict, findFreezeConflict, type PlannedStart } from '@/lib/domain/freeze-conflict'
import { describePlan } from '@/lib/domain/plan-words'
import type { PlannedDependency, PlannedNode } from '@/lib/domain/planned-node'
import { type DecidedDeployment, decideSchedule, type ScheduleRefusal } from '@/lib/domain/schedule-decision'
import { formatInZone } from '@/lib/domain/zone-format'

export interface ScheduleCheck {
  when: WhenCheck
  afterwards: AfterwardsCheck
  /** What will happen, in words; null while the form doesn't say it or it can't be. */
  summary: string | null
  problems: FieldProblem[]
  /** The soonest at which the application could be due, when a dependency's lead time reaches into the past. */
  earliest: Date | null
  /** What a freeze would hold; a problem unless the form says that it shall be held. */
  freeze: FreezeConflict | null
}

/** What the form amounts to at `now`: the decision that the server will take, taken here by the same rules. */
export function checkSchedule(
  values: ScheduleValues,
  options: ScheduleOptions,
  viewer: Viewer,
  now: Date,
): ScheduleCheck {
  const when = checkWhen(values, now)
  const { root, problems } = planOfValues(values, options)
  const whenProblems = describeWhenProblems(values, when, viewer)
  const deadline = deadlineOf(values)
  const startDeadlineMinutes = deadline === 'default' ? null : deadline
  const place = { now, timezone: values.timezone, dueAt: when.due?.dueAt ?? null, hour12: viewer.hour12 }
  const afterwards = checkAfterwards(values.afterwards, place)
  const found: ScheduleCheck = {
    when,
    afterwards,
    summary: null,
    problems: [...problems, ...whenProblems, ...afterwards.problems],
    ...{ earliest: null, freeze: null },
  }
  if (!root || !when.due || deadline === null) return found

  const times = startsOfValues(values, { due: when.due, root }, options, now)
  const decided = times.ok ? decideSchedule({ now }, { ...times.value, startDeadlineMinutes }) : times
  if (times.ok && decided.ok) {
    const freeze = findFreezeConflict(withPlaces(decided.value, options), options.freezes)
    if (freeze !== null && !values.hold) {
      const problem = wrong(
        'freeze',
        `${freeze.label} would be held then. Take another time, or let it be held.`,
      )
      return { ...found, problems: [...found.problems, problem], freeze }
    }
    const plan = summaryOf(root, decided.value, values.timezone, viewer, now)
    const { finish } = times.value
    const more = [finish && finishWords(finish), afterwards.summary].filter((words) => words !== null)
    return { ...found, freeze, summary: [plan, ...more].join(' ') }
  }
  if (decided.ok) return found
  const { refusal } = decided
  return {
    ...found,
    problems: [...found.problems, problemOf(refusal, values, options, viewer)],
    earliest: 'earliest' in refusal && refusal.earliest instanceof Date ? refusal.earliest : null,
  }
}

function withPlaces(
  decided: readonly DecidedDeployment[],
  { applications }: ScheduleOptions,
): PlannedStart[] {
  return decided.flatMap(({ targetId, label, dueAt }) => {
    const application = applications.find(({ targets }) => targets.some(({ id }) => id === targetId))
    const target = application?.targets.find(({ id }) => id === targetId)
    if (application === undefined || target === undefined) return []
    const place = { applicationId: application.id, environmentId: target.environment.id }
    return [{ label, dueAt, place }]
  })
}

function summaryOf(
  root: PlannedNode,
  decided: { label: string; dueAt: Date }[],
  timezone: string,
  viewer: Viewer,
  now: Date,
): string {
  const existing = root.dependencies.flatMap((dependency) =>
    dependency.kind === 'existing' ? [{ label: dependency.label, dueAt: dependency.dueAt }] : [],
  )
  const steps = [...existing, ...[...decided].reverse()].map(({ label, dueAt }) => ({ label, dueAt }))
  const plan = describePlan({ steps, timezone, viewerTimezone: viewer.timezone, now, hour12: viewer.hour12 })
  return [plan, ...root.dependencies.flatMap((dependency) => followWords(root, dependency) ?? [])].join(' ')
}

/** The due time of what follows another is only the earliest possible one. */
function followWords(root: PlannedNode, dependency: PlannedDependency): string | null {
  const { rule, label } = dependency.kind === 'new' ? dependency.node : dependency
  if (!rule || rule.delayMinutes === null) return null
  const after = rule.delayMinutes === 0 ? 'as soon as' : `${durationWords(rule.delayMinutes * 60_000)} after`
  return `${root.label} starts then at the earliest, ${after} ${label} has succeeded.`
}

function describeWhenProblems(values: ScheduleValues, when: WhenCheck, viewer: Viewer): FieldProblem[] {
  if (values.date === null) return [missing('date', 'Pick a date.')]
  if (when.problem) {
    return [wrong(whenFieldOf(when.problem), whenProblemWords(when.problem, viewer))]
  }
  return when.due ? [] : [missing('time', 'Enter a time.')]
}

function problemOf(
  refusal: ScheduleRefusal | FinishRefusal,
  values: ScheduleValues,
  options: ScheduleOptions,
  viewer: Viewer,
): FieldProblem {
  switch (refusal.kind) {
    case 'finish_too_early':
      return wrong(
        'time',
        `There is not enough time: ${refusal.label} would have to start ${formatInZone(refusal.startAt, values.timezone, viewer)}, which has passed.`,
      )
    case 'dependency_in_past':
      return wrong(
        'dependencies',
        `${refusal.label} would be due ${formatInZone(refusal.dependencyDueAt, values.timezone, viewer)}, which has passed.`,
      )
    case 'dependency_due_later':
      return wrong(
        rowOf(refusal.label, values, options),
        `It is due only ${formatInZone(refusal.dependencyDueAt, values.timezone, viewer)}: later than it would be needed.`,
      )
    case 'dependency_ended':
      return wrong(
        rowOf(refusal.label, values, options),
        `It has ended as “${statusWord(refusal.status).toLowerCase()}”: what waits for it would be skipped.`,
      )
    case 'dependency_cycle':
      return wrong('dependencies', `These wait for each other: ${refusal.cycle.join(' → ')}.`)
    case 'dependency_conflict':
      return wrong(
        'dependencies',
        `${refusal.label} is needed with two images (${refusal.images.join(' and ')}); one deployment brings one.`,
      )
    case 'too_many_dependencies':
      return wrong('dependencies', `At most ${refusal.limit} dependencies.`)
    case 'invalid_local_time':
    case 'unknown_timezone':
    case 'time_in_gap':
    case 'time_ambiguous':
    case 'time_in_past':
    case 'time_too_far':
      return wrong('time', whenProblemWords(refusal, viewer))
    default:
      return assertNever(refusal)
  }
}

/** The row that chose the existing deployment with this label. */
function rowOf(label: string, values: ScheduleValues, options: ScheduleOptions): string {
  const labelOf = (id: string | null) => options.pending.find((existing) => existing.id === id)?.label
  const index = values.dependencies.findIndex(({ deploymentId }) => labelOf(deploymentId) === label)
  return index < 0 ? 'dependencies' : `dependencies.${index}.deploymentId`
}

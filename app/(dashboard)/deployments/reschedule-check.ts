import {
  isMoved,
  type RescheduleValues,
  startDeadlineMinutesOf,
} from '@/app/(dashboard)/deployments/reschedule-order'
import { type FieldProblem, missing, wrong } from '@/app/(dashboard)/schedule/field-problem'
import { MAX_MINUTES, minutesOf } from '@/app/(dashboard)/schedule/plan-of-values'
import {
  checkWhen,
  type WhenCheck,
  whenFieldOf,
  whenProblemWords,
} from '@/app/(dashboard)/schedule/when-check'
import { statusWord } from '@/app/components/status-word'
import type { Viewer } from '@/app/components/viewer'
import { assertNever } from '@/lib/domain/assert-never'
import { dueAlong } from '@/lib/domain/comeback'
import { type FreezeConflict, findFreezeConflict } from '@/lib/domain/freeze-conflict'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import { describePlan } from '@/lib/domain/plan-words'
import {
  decideReschedule,
  isMovable,
  type MovedDeployment,
  type RescheduleRefusal,
} from '@/lib/domain/reschedule-decision'
import { targetLabel } from '@/lib/domain/target-label'
import { formatInZone } from '@/lib/domain/zone-format'
import type { SkippedView } from '@/lib/queries/attention-views'
import type { DeploymentDetail, DeploymentSummary } from '@/lib/queries/deployment-views'

export interface RescheduleCheck {
  when: WhenCheck
  /** What will happen then, with what moves along; null while it can't. */
  summary: string | null
  problems: FieldProblem[]
  /** The soonest it could be moved to, when a dependency's lead time reaches into the past. */
  earliest: Date | null
  /** What a freeze would hold; a problem unless the form says that it shall be held. */
  freeze: FreezeConflict | null
}

export interface ToReschedule {
  deployment: DeploymentDetail
  /** What was skipped because of it. */
  skipped: readonly SkippedView[]
  /** The team's freeze windows and allowed windows. */
  freezes: readonly FreezeWindow[]
}

/** What the reschedule form amounts to at `now`, by the rule that the server applies too. */
export function checkReschedule(
  values: RescheduleValues,
  { deployment, skipped, freezes }: ToReschedule,
  viewer: Viewer,
  now: Date,
): RescheduleCheck {
  const when = checkWhen(values, now)
  const startDeadlineMinutes = minutesOf(values.startDeadlineMinutes, 1)
  const found: RescheduleCheck = { when, summary: null, problems: [], earliest: null, freeze: null }
  const refused = (problem: FieldProblem) => ({ ...found, problems: [problem] })

  if (startDeadlineMinutes === null) {
    return refused(wrong('startDeadlineMinutes', `Whole minutes, 1 to ${MAX_MINUTES} (a week).`))
  }
  if (when.problem) return refused(wrong(whenFieldOf(when.problem), whenProblemWords(when.problem, viewer)))
  if (!when.due) {
    return refused(values.date === null ? missing('date', 'Pick a date.') : missing('time', 'Enter a time.'))
  }
  const { local, timezone, overlap } = when.due
  const decided = decideReschedule(factsOf(deployment, now), {
    due: { kind: 'local', local, timezone, overlap },
    startDeadlineMinutes,
  })
  if (!decided.ok) {
    const earliest = decided.refusal.kind === 'dependency_in_past' ? decided.refusal.earliest : null
    return { ...refused(wrong('time', refusalWords(decided.refusal, timezone, viewer))), earliest }
  }
  const isBound = isMoved(values, deployment) && deployment.reverts === null
  const freeze = isBound ? freezeOf(decided.value, deployment, freezes) : null
  if (freeze !== null && !values.hold) {
    return {
      ...refused(
        wrong('freeze', `${freeze.label} would be held then. Take another time, or let it be held.`),
      ),
      freeze,
    }
  }
  const labels = new Map([deployment, ...madeAlong(deployment)].map((made) => [made.id, labelOf(made)]))
  const moved = decided.value.map(({ id, dueAt }) => ({ label: labels.get(id) ?? '', dueAt })).reverse()
  const to = decided.value.find(({ id }) => id === deployment.id)?.dueAt ?? deployment.dueAt
  const back = values.withSkipped ? skipped.filter(({ keptBy }) => keptBy === null) : []
  const steps = [
    ...moved,
    ...revertAlong(deployment, to),
    ...back.map(({ label, dueAt }) => ({
      ...{ label, dueAt: dueAlong(dueAt, { from: deployment.dueAt, to }) },
    })),
  ]
  return {
    ...{ ...found, freeze },
    summary: describePlan({
      ...{ steps, timezone, viewerTimezone: viewer.timezone, now, hour12: viewer.hour12 },
    }),
  }
}

/** What reverts it keeps its distance. */
function revertAlong({ revert, ...deployment }: DeploymentDetail, to: Date) {
  if (revert === null || !isMovable(revert.status)) return []
  const dueAt = new Date(revert.dueAt.getTime() + to.getTime() - deployment.dueAt.getTime())
  return [{ label: `the revert of ${labelOf(deployment)}`, dueAt }]
}

function freezeOf(
  moves: readonly MovedDeployment[],
  deployment: DeploymentDetail,
  freezes: readonly FreezeWindow[],
): FreezeConflict | null {
  const plan = moves.flatMap(({ id, dueAt }) => {
    const made = [deployment, ...madeAlong(deployment)].find((one) => one.id === id)
    if (made === undefined) return []
    const place = { applicationId: made.application.id, environmentId: made.environment.id }
    return [{ label: labelOf(made), dueAt, place }]
  })
  return findFreezeConflict(plan, freezes)
}

function factsOf(deployment: DeploymentDetail, now: Date) {
  return {
    now,
    deployment: {
      ...deployment,
      label: labelOf(deployment),
      startDeadlineMinutes: startDeadlineMinutesOf(deployment),
    },
    madeWith: madeAlong(deployment).map(({ dueAt, ...made }) => ({
      ...{ id: made.id, status: made.status, label: labelOf(made) },
      leadMinutes: (deployment.dueAt.getTime() - dueAt.getTime()) / 60_000,
    })),
    dependents: deployment.dependents
      // What reverts it moves along.
      .filter((dependent) => dependent.deployment.revertsId !== deployment.id)
      .map(({ rule, deployment: { id, dueAt, status, ...dependent } }) => ({
        ...{ id, of: deployment.id, dueAt, status, label: labelOf(dependent) },
        delayMinutes: rule.delayMinutes,
      })),
  }
}

function madeAlong(deployment: DeploymentDetail): DeploymentSummary[] {
  return deployment.dependencies
    .map((dependency) => dependency.deployment)
    .filter(({ madeForId }) => madeForId === deployment.id)
}

function labelOf(deployment: Pick<DeploymentSummary, 'application' | 'environment'>): string {
  return targetLabel(deployment.application, deployment.environment)
}

function refusalWords(refusal: RescheduleRefusal, timezone: string, viewer: Viewer): string {
  switch (refusal.kind) {
    case 'too_late':
      return 'Too late: it has started.'
    case 'already_finished':
      return `It has ended as “${statusWord(refusal.status).toLowerCase()}” and can’t be moved any more.`
    case 'after_dependent':
      return `${refusal.label} waits for it and is due ${formatInZone(refusal.dueAt, timezone, viewer)}. Pick a time before that.`
    case 'dependency_ended':
      return `${refusal.label}, which it depends on, has ended as “${statusWord(refusal.status).toLowerCase()}”: it would be skipped.`
    case 'dependency_in_past':
      return `${refusal.label} moves with it and would be due ${formatInZone(refusal.dependencyDueAt, timezone, viewer)}, which has passed.`
    case 'invalid_local_time':
    case 'unknown_timezone':
    case 'time_in_gap':
    case 'time_ambiguous':
    case 'time_in_past':
    case 'time_too_far':
      return whenProblemWords(refusal, viewer)
    default:
      return assertNever(refusal)
  }
}

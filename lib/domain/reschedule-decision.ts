import { endedBadly } from '@/lib/domain/dependency-graph'
import { type DeploymentStatus, isPending } from '@/lib/domain/deployment-status'
import {
  type DueInput,
  type DueRefusal,
  decideDue,
  earliestDueAt,
  minutesAfter,
} from '@/lib/domain/due-decision'
import { localTimeAt, type Overlap } from '@/lib/domain/due-time'
import { type DependentEdge, followMoves, type Slide } from '@/lib/domain/followers'
import { dependencyDueAt } from '@/lib/domain/lead-time'
import { accept, type Result, refuse } from '@/lib/domain/result'

export interface ReschedulableDeployment {
  id: string
  label: string
  status: DeploymentStatus
  dueAt: Date
  timezone: string
  startDeadlineMinutes: number
}

/** A dependency that was made together with the deployment. */
export interface MadeWith {
  id: string
  label: string
  status: DeploymentStatus
  /** From its due time to the root's, over everything in between. */
  leadMinutes: number
}

export interface RescheduleFacts {
  now: Date
  deployment: ReschedulableDeployment
  madeWith: MadeWith[]
  /** What needs the deployment, or something that moves along, and what needs those that follow. */
  dependents: DependentEdge[]
}

export interface MovedDeployment {
  id: string
  localTime: string
  timezone: string
  overlap: Overlap | null
  dueAt: Date
  startDeadlineAt: Date
}

export type RescheduleRefusal =
  | DueRefusal
  /** It is running. */
  | { kind: 'too_late'; status: DeploymentStatus }
  | { kind: 'already_finished'; status: DeploymentStatus }
  /** Something that is still to start needs it earlier. */
  | { kind: 'after_dependent'; label: string; dueAt: Date }
  /** A dependency made with it ended in a way that cannot be rescheduled: it would only be skipped. */
  | { kind: 'dependency_ended'; label: string; status: DeploymentStatus }
  /** `earliest` is the first whole minute to which the deployment could be moved. */
  | { kind: 'dependency_in_past'; label: string; dependencyDueAt: Date; earliest: Date }

/**
 * Where a deployment, and with it the dependencies that were made with it, move to: the deployment
 * first. One that was missed or skipped gets a new chance, and so do its dependencies; a dependency
 * that is running or has succeeded stays as it is.
 */
export function decideReschedule(
  facts: RescheduleFacts,
  input: { due: DueInput; startDeadlineMinutes?: number },
): Result<MovedDeployment[], RescheduleRefusal> {
  const { now, deployment, madeWith, dependents } = facts
  const { status } = deployment
  if (status === 'running') return refuse({ kind: 'too_late', status })
  if (!isMovable(status)) return refuse({ kind: 'already_finished', status })

  const due = decideDue(facts, input.due)
  if (!due.ok) return due
  const { dueAt, timezone } = due.value
  const moving = madeWith.filter((dependency) => isMovable(dependency.status))
  const movedTo = new Map(
    [{ id: deployment.id, leadMinutes: 0 }, ...moving].map(({ id, leadMinutes }) => [
      id,
      dependencyDueAt(dueAt, leadMinutes),
    ]),
  )
  const obstacle = findEnded(madeWith) ?? findInPast(moving, dueAt, now) ?? findOvertaken(movedTo, dependents)
  if (obstacle) return refuse(obstacle)

  const startDeadlineMinutes = input.startDeadlineMinutes ?? deployment.startDeadlineMinutes
  return accept(
    [...movedTo].map(([id, to]) => {
      const { local, overlap } = localTimeAt(to, timezone)
      const startDeadlineAt = minutesAfter(to, startDeadlineMinutes)
      return { id, localTime: local, timezone, overlap, dueAt: to, startDeadlineAt }
    }),
  )
}

/** Has not started, or ended without ever starting for a reason that another time can mend. */
export function isMovable(status: DeploymentStatus): boolean {
  return isPending(status) || status === 'missed' || status === 'skipped'
}

function findEnded(madeWith: readonly MadeWith[]): RescheduleRefusal | null {
  const ended = madeWith.find(({ status }) => endedBadly(status) && !isMovable(status))
  return ended ? { kind: 'dependency_ended', label: ended.label, status: ended.status } : null
}

function findInPast(moving: readonly MadeWith[], dueAt: Date, now: Date): RescheduleRefusal | null {
  const [first] = [...moving].sort((a, b) => b.leadMinutes - a.leadMinutes)
  if (!first) return null
  const movedTo = dependencyDueAt(dueAt, first.leadMinutes)
  if (movedTo.getTime() > now.getTime()) return null
  const earliest = earliestDueAt(now, first.leadMinutes)
  return { kind: 'dependency_in_past', label: first.label, dependencyDueAt: movedTo, earliest }
}

function findOvertaken(
  movedTo: ReadonlyMap<string, Date>,
  dependents: readonly DependentEdge[],
): RescheduleRefusal | null {
  const { overtaken } = followMoves(movedTo, dependents)
  return overtaken && { kind: 'after_dependent', label: overtaken.label, dueAt: overtaken.dueAt }
}

/** What is due later because it follows, directly or over others, something that was decided to move. */
export function slidesOf(facts: RescheduleFacts, moved: readonly MovedDeployment[]): Slide[] {
  return followMoves(new Map(moved.map(({ id, dueAt }) => [id, dueAt])), facts.dependents).slides
}

import { endedBadly } from '@/lib/domain/dependency-graph'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { localTimeAt } from '@/lib/domain/due-time'
import type { MovedDeployment } from '@/lib/domain/reschedule-decision'

/** What keeps something from coming back. */
export interface Obstacle {
  id: string
  label: string
}

/** Skipped because of something that it depends on, directly or over others. */
export interface SkippedDeployment {
  id: string
  /** All that it depends on. */
  dependencies: { id: string; label: string; status: DeploymentStatus }[]
}

export interface Comeback<Skipped extends SkippedDeployment> {
  /** Nothing stands in their way any more, in the order in which they were given. */
  back: Skipped[]
  /** They would only be skipped again: `by` ended and does not come back. */
  kept: { skipped: Skipped; by: Obstacle }[]
}

/**
 * Which skipped deployments can come back together with those that were missed and are `returning`: all
 * that they depend on succeeded, is still to come, or comes back with them.
 */
export function decideComeback<Skipped extends SkippedDeployment>(
  returningIds: readonly string[],
  skipped: readonly Skipped[],
): Comeback<Skipped> {
  const coming = new Set([...returningIds, ...skipped.map(({ id }) => id)])
  const keptBy = new Map<string, Obstacle>()
  // One that stays keeps what depends on it: repeat until nothing more stays.
  for (let changed = true; changed; ) {
    changed = false
    for (const { id, dependencies } of skipped) {
      if (!coming.has(id)) continue
      const obstacle = dependencies.find((one) => endedBadly(one.status) && !coming.has(one.id))
      if (obstacle === undefined) continue
      keptBy.set(id, { id: obstacle.id, label: obstacle.label })
      coming.delete(id)
      changed = true
    }
  }
  return {
    back: skipped.filter(({ id }) => coming.has(id)),
    kept: skipped.flatMap((one) => {
      const by = keptBy.get(one.id)
      return by === undefined ? [] : [{ skipped: one, by }]
    }),
  }
}

/** What it takes to move a deployment along with another one. */
export interface Movable {
  id: string
  dueAt: Date
  startDeadlineAt: Date
  timezone: string
}

/** When something that it depends on is due now, and when that was due before. */
export interface RootMove {
  from: Date
  to: Date
}

/**
 * When what was skipped is due once what it depends on moves: it keeps its due time if that is not before
 * the other's new one, else its distance.
 */
export function dueAlong(dueAt: Date, root: RootMove): Date {
  if (dueAt.getTime() >= root.to.getTime()) return dueAt
  const distanceMs = Math.max(0, dueAt.getTime() - root.from.getTime())
  return new Date(root.to.getTime() + distanceMs)
}

/** The same as a move. */
export function movedAlong(dependent: Movable, root: RootMove): MovedDeployment {
  return movedTo(dependent, dueAlong(dependent.dueAt, root))
}

/** Where it moves to when what it depends on runs now: that will be waited for, but not for its due time. */
export function dueAtOnce(dependent: Movable, now: Date): MovedDeployment {
  return movedTo(dependent, dependent.dueAt.getTime() > now.getTime() ? dependent.dueAt : now)
}

/** Due at another instant, in its own zone, and as late as before it may start. */
export function movedTo({ id, dueAt, startDeadlineAt, timezone }: Movable, at: Date): MovedDeployment {
  const { local, overlap } = localTimeAt(at, timezone)
  const allowedMs = startDeadlineAt.getTime() - dueAt.getTime()
  const deadline = new Date(at.getTime() + allowedMs)
  return { id, localTime: local, timezone, overlap, dueAt: at, startDeadlineAt: deadline }
}

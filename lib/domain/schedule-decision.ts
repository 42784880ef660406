import { endedBadly } from '@/lib/domain/dependency-graph'
import { type DeploymentStatus, isPending } from '@/lib/domain/deployment-status'
import {
  type DueInput,
  type DueRefusal,
  decideDue,
  earliestDueAt,
  minutesAfter,
} from '@/lib/domain/due-decision'
import { localTimeAt, type Overlap, type ResolvedDueTime } from '@/lib/domain/due-time'
import type { EdgeRule } from '@/lib/domain/edge-rule'
import { DEFAULT_START_DEADLINE_MINUTES, dependencyDueAt } from '@/lib/domain/lead-time'
import { type MergedNode, mergePlan, type PlanRefusal } from '@/lib/domain/merged-plan'
import type { PlannedNode } from '@/lib/domain/planned-node'
import { accept, type Result, refuse } from '@/lib/domain/result'

export type { DueInput } from '@/lib/domain/due-decision'
export type { PlannedDependency, PlannedNode } from '@/lib/domain/planned-node'

export interface ScheduleInput {
  due: DueInput
  /** Null: as its environment says, or an hour. */
  startDeadlineMinutes: number | null
  root: PlannedNode
}

/** A deployment as it is to be stored. */
export interface DecidedDeployment {
  targetId: string
  label: string
  image: string | null
  localTime: string
  timezone: string
  overlap: Overlap | null
  dueAt: Date
  startDeadlineAt: Date
  /** `index` counts within the decision. */
  needs: {
    on: { kind: 'new'; index: number } | { kind: 'existing'; deploymentId: string }
    leadMinutes: number
    rule: EdgeRule
  }[]
}

export type ScheduleRefusal =
  | DueRefusal
  | PlanRefusal
  /** `earliest` is the first whole minute at which the root could be due. */
  | { kind: 'dependency_in_past'; label: string; dependencyDueAt: Date; earliest: Date }
  | { kind: 'dependency_due_later'; label: string; dependencyDueAt: Date }
  | { kind: 'dependency_ended'; label: string; status: DeploymentStatus }

/**
 * Which deployments to store for one request: the root first, then what it needs, each after all that
 * need it, each with the start deadline that was asked for, or its environment's, after its own due time.
 *
 * A dependency that exists already must be due no later than its dependent, and where that follows it the
 * delay before (unless it is under way or
 * has succeeded, when its due time no longer matters) and must not have ended badly.
 */
export function decideSchedule(
  facts: { now: Date },
  input: ScheduleInput,
): Result<DecidedDeployment[], ScheduleRefusal> {
  const due = decideDue(facts, input.due)
  if (!due.ok) return due
  const plan = mergePlan(input.root)
  if (!plan.ok) return plan

  const nodes = plan.value
  const indexOf = new Map(nodes.map(({ targetId }, index) => [targetId, index]))
  const decided = nodes.map((node) => ({
    targetId: node.targetId,
    label: node.label,
    image: node.image,
    ...timesOf(node, due.value, input.startDeadlineMinutes),
    needs: needsOf(node, indexOf),
  }))
  const obstacle = findInPast(nodes, due.value, facts.now) ?? findUnusable(nodes, due.value)
  return obstacle ? refuse(obstacle) : accept(decided)
}

function dueAtOf(node: MergedNode, root: ResolvedDueTime): Date {
  return dependencyDueAt(root.dueAt, node.totalLeadMinutes)
}

function timesOf(node: MergedNode, root: ResolvedDueTime, asked: number | null) {
  const startDeadlineMinutes = asked ?? node.startDeadlineMinutes ?? DEFAULT_START_DEADLINE_MINUTES
  const dueAt = dueAtOf(node, root)
  const { timezone } = root
  const { local, overlap } = localTimeAt(dueAt, timezone)
  return {
    localTime: local,
    timezone,
    overlap,
    dueAt,
    startDeadlineAt: minutesAfter(dueAt, startDeadlineMinutes),
  }
}

function needsOf(node: MergedNode, indexOf: ReadonlyMap<string, number>): DecidedDeployment['needs'] {
  const needs: DecidedDeployment['needs'] = []
  for (const [targetId, { leadMinutes, rule }] of node.newDependencies) {
    const index = indexOf.get(targetId)
    if (index !== undefined) needs.push({ on: { kind: 'new', index }, leadMinutes, rule })
  }
  for (const { deploymentId, leadMinutes, rule } of node.existingDependencies.values()) {
    needs.push({ on: { kind: 'existing', deploymentId }, leadMinutes, rule })
  }
  return needs
}

/** Only the dependency that is due first can be the reason: with it in the future, all are. */
function findInPast(nodes: readonly MergedNode[], root: ResolvedDueTime, now: Date): ScheduleRefusal | null {
  const first = nodes.reduce((a, b) => (b.totalLeadMinutes > a.totalLeadMinutes ? b : a))
  const dueAt = dueAtOf(first, root)
  if (dueAt.getTime() > now.getTime()) return null
  const earliest = earliestDueAt(now, first.totalLeadMinutes)
  return { kind: 'dependency_in_past', label: first.label, dependencyDueAt: dueAt, earliest }
}

function findUnusable(nodes: readonly MergedNode[], root: ResolvedDueTime): ScheduleRefusal | null {
  for (const node of nodes) {
    for (const { label, status, dueAt, rule } of node.existingDependencies.values()) {
      if (endedBadly(status)) return { kind: 'dependency_ended', label, status }
      const readyAt = minutesAfter(dueAt, rule.delayMinutes ?? 0)
      if (isPending(status) && readyAt.getTime() > dueAtOf(node, root).getTime()) {
        return { kind: 'dependency_due_later', label, dependencyDueAt: dueAt }
      }
    }
  }
  return null
}

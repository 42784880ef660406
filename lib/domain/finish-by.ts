import { earliestDueAt, minutesAfter } from '@/lib/domain/due-decision'
import { edgeLeadMinutes, PLAIN_EDGE } from '@/lib/domain/edge-rule'
import { type ExpectedDuration, expectedDuration } from '@/lib/domain/expected-duration'
import { dependencyDueAt } from '@/lib/domain/lead-time'
import { type MergedNode, mergePlan, type PlanRefusal } from '@/lib/domain/merged-plan'
import type { PlannedDependency, PlannedNode } from '@/lib/domain/planned-node'
import { accept, type Result, refuse } from '@/lib/domain/result'

const MINUTE_MS = 60_000

/** What a target's deployments are expected to take, by target; one that is not there is assumed. */
export type Durations = ReadonlyMap<string, ExpectedDuration>

/** One deployment of a plan that is to be done by a time. */
export interface FinishStep {
  targetId: string
  label: string
  dueAt: Date
  /** Whole minutes, rounded up. */
  durationMinutes: number
  isMeasured: boolean
  /** How much longer it may take before what needs it, or the whole, is late. */
  slackMinutes: number
}

export interface FinishPlan {
  /** The latest whole minute at which the last deployment can start. */
  dueAt: Date
  /** The plan with the lead times that the durations ask for. */
  root: PlannedNode
  /** From now until the first one has to start: it could all be done this much sooner. */
  slackMinutes: number
  /** In the order in which they start. */
  steps: FinishStep[]
}

export type FinishRefusal =
  | PlanRefusal
  /** `earliest` is the first whole minute by which all can be done; `label` would have to start at `startAt`. */
  | { kind: 'finish_too_early'; label: string; startAt: Date; earliest: Date }

/**
 * When to start what, so that all is done by an instant if nothing takes longer than it is expected to:
 * as late as possible, each dependency done when what needs it starts, or the delay before that where it
 * is followed. A lead time that was asked for is kept where it is longer. What is scheduled already
 * keeps its own time.
 */
export function decideFinishBy(
  facts: { now: Date; durations: Durations },
  input: { finishBy: Date; root: PlannedNode },
): Result<FinishPlan, FinishRefusal> {
  const { now, durations } = facts
  // Before the durations are looked at: a plan with a cycle has no end.
  const sound = mergePlan(input.root)
  if (!sound.ok) return sound
  const root = withLeads(input.root, durations)
  const plan = mergePlan(root)
  if (!plan.ok) return plan

  const lastMinutes = minutesOf(root.targetId, durations)
  const latest = dependencyDueAt(input.finishBy, lastMinutes)
  const dueAt = new Date(Math.floor(latest.getTime() / MINUTE_MS) * MINUTE_MS)
  const first = plan.value.reduce((one, other) =>
    other.totalLeadMinutes > one.totalLeadMinutes ? other : one,
  )
  const startAt = dependencyDueAt(dueAt, first.totalLeadMinutes)
  if (startAt.getTime() <= now.getTime()) {
    const earliest = minutesAfter(earliestDueAt(now, first.totalLeadMinutes), lastMinutes)
    return refuse({ kind: 'finish_too_early', label: first.label, startAt, earliest })
  }
  const slackMinutes = Math.floor((startAt.getTime() - now.getTime()) / MINUTE_MS)
  return accept({ dueAt, root, slackMinutes, steps: stepsOf(plan.value, dueAt, input.finishBy, durations) })
}

/** The same tree, each dependency as long before what needs it as it takes. */
function withLeads(node: PlannedNode, durations: Durations): PlannedNode {
  return { ...node, dependencies: node.dependencies.map((dependency) => withLead(dependency, durations)) }
}

function withLead(dependency: PlannedDependency, durations: Durations): PlannedDependency {
  if (dependency.kind === 'existing') return dependency
  const { rule = PLAIN_EDGE, ...node } = dependency.node
  const minutes = minutesOf(node.targetId, durations)
  const leadMinutes =
    rule.delayMinutes === null
      ? Math.max(edgeLeadMinutes(rule, node.leadMinutes), minutes)
      : rule.delayMinutes + minutes
  return { kind: 'new', node: { ...withLeads(node, durations), rule, leadMinutes } }
}

function stepsOf(
  nodes: readonly MergedNode[],
  rootDueAt: Date,
  finishBy: Date,
  durations: Durations,
): FinishStep[] {
  const steps = nodes.map((node) => {
    const { targetId, label, totalLeadMinutes } = node
    const dueAt = dependencyDueAt(rootDueAt, totalLeadMinutes)
    const durationMinutes = minutesOf(targetId, durations)
    const neededAt = nodes
      .flatMap((dependent) => {
        const edge = dependent.newDependencies.get(targetId)
        if (!edge) return []
        return [dependencyDueAt(rootDueAt, dependent.totalLeadMinutes + (edge.rule.delayMinutes ?? 0))]
      })
      .reduce((one, other) => (other < one ? other : one), finishBy)
    const doneAt = minutesAfter(dueAt, durationMinutes)
    return {
      ...{ targetId, label, dueAt, durationMinutes },
      isMeasured: durations.get(targetId)?.isMeasured ?? false,
      slackMinutes: Math.floor((neededAt.getTime() - doneAt.getTime()) / MINUTE_MS),
    }
  })
  return steps.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
}

function minutesOf(targetId: string, durations: Durations): number {
  const { ms } = durations.get(targetId) ?? expectedDuration(undefined)
  return Math.ceil(ms / MINUTE_MS)
}

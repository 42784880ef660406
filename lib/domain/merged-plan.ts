import { findCycle } from '@/lib/domain/dependency-graph'
import { type EdgeRule, PLAIN_EDGE, strictestRule } from '@/lib/domain/edge-rule'
import { type LeadEdge, longestLeads } from '@/lib/domain/longest-leads'
import type { ExistingDependency, PlannedNode } from '@/lib/domain/planned-node'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** More than anybody plans by hand; keeps one request from scheduling without bound. */
export const MAX_DEPENDENCIES = 50

/** A target with everything that it needs, wherever in the plan it stood. */
export interface MergedNode {
  targetId: string
  label: string
  image: string | null
  startDeadlineMinutes: number | null
  /** From its due time to the root's. */
  totalLeadMinutes: number
  /** Targets to be deployed first, and how long before this one. */
  newDependencies: Map<string, MergedEdge>
  /** By deployment. */
  existingDependencies: Map<string, ExistingDependency & MergedEdge>
}

/** What one target asks of another, wherever in the plan it said so. */
export interface MergedEdge {
  leadMinutes: number
  rule: EdgeRule
}

export type PlanRefusal =
  /** Labels, from one along what it needs back to itself. */
  | { kind: 'dependency_cycle'; cycle: string[] }
  | { kind: 'too_many_dependencies'; limit: number }
  /** Needed twice, with different images: one deployment brings only one of them. */
  | { kind: 'dependency_conflict'; label: string; images: [string, string] }

/**
 * Makes of the tree that somebody planned one node per target: the root first, every other after all
 * that need it. What is needed in several places is due early enough for all of them; where only some
 * of them name an image, that image is meant.
 */
export function mergePlan(root: PlannedNode): Result<MergedNode[], PlanRefusal> {
  const { nodes, edges, isWhole } = walk(root)
  const cycle = findCycle(edges)
  if (cycle) {
    const labelOf = new Map(nodes.map(({ targetId, label }) => [targetId, label]))
    return refuse({ kind: 'dependency_cycle', cycle: cycle.map((id) => labelOf.get(id) ?? id) })
  }
  if (!isWhole) return refuse({ kind: 'too_many_dependencies', limit: MAX_DEPENDENCIES })

  const conflict = findConflict(nodes)
  if (conflict) return refuse(conflict)

  const distances = longestLeads(root.targetId, edges)
  const stepsTo = (targetId: string) => distances.get(targetId)?.steps ?? 0
  return accept(
    [...mergeByTarget(nodes).values()]
      .map((node) => ({ ...node, totalLeadMinutes: distances.get(node.targetId)?.leadMinutes ?? 0 }))
      .sort((a, b) => stepsTo(a.targetId) - stepsTo(b.targetId)),
  )
}

/** Every node of the tree and every edge between targets; stops where a path comes back to itself, or at the limit. */
function walk(root: PlannedNode): { nodes: PlannedNode[]; edges: LeadEdge[]; isWhole: boolean } {
  const visits = [{ node: root, path: [root.targetId] }]
  const edges: LeadEdge[] = []
  let dependencies = 0
  // The list grows while it is walked.
  for (const { node, path } of visits) {
    dependencies += node.dependencies.length
    if (dependencies > MAX_DEPENDENCIES) break
    for (const dependency of node.dependencies) {
      if (dependency.kind === 'existing') continue
      const { targetId, leadMinutes } = dependency.node
      edges.push({ dependent: node.targetId, dependency: targetId, leadMinutes })
      if (!path.includes(targetId)) visits.push({ node: dependency.node, path: [...path, targetId] })
    }
  }
  return { nodes: visits.map(({ node }) => node), edges, isWhole: dependencies <= MAX_DEPENDENCIES }
}

function findConflict(nodes: readonly PlannedNode[]): PlanRefusal | null {
  const imageOf = new Map<string, string>()
  for (const { targetId, label, image } of nodes) {
    if (image === null) continue
    const other = imageOf.get(targetId)
    if (other !== undefined && other !== image) {
      return { kind: 'dependency_conflict', label, images: [other, image] }
    }
    imageOf.set(targetId, image)
  }
  return null
}

function mergeByTarget(nodes: readonly PlannedNode[]): Map<string, MergedNode> {
  const merged = new Map<string, MergedNode>()
  for (const { targetId, label, image, startDeadlineMinutes = null, dependencies } of nodes) {
    const node = merged.get(targetId) ?? {
      targetId,
      label,
      image,
      startDeadlineMinutes,
      totalLeadMinutes: 0,
      newDependencies: new Map<string, MergedEdge>(),
      existingDependencies: new Map<string, ExistingDependency & MergedEdge>(),
    }
    node.image ??= image
    merged.set(targetId, node)
    for (const dependency of dependencies) {
      if (dependency.kind === 'new') {
        const { targetId, leadMinutes, rule = PLAIN_EDGE } = dependency.node
        keepStrictest(node.newDependencies, targetId, { leadMinutes, rule })
      } else {
        const { deploymentId, rule = PLAIN_EDGE } = dependency
        keepStrictest(node.existingDependencies, deploymentId, { ...dependency, rule })
      }
    }
  }
  return merged
}

/** Asked for twice, a dependency gets the longer of the two lead times, and a rule that keeps both. */
function keepStrictest<Edge extends MergedEdge>(edges: Map<string, Edge>, key: string, edge: Edge): void {
  const known = edges.get(key)
  if (!known) edges.set(key, edge)
  else {
    const leadMinutes = Math.max(known.leadMinutes, edge.leadMinutes)
    edges.set(key, { ...known, leadMinutes, rule: strictestRule(known.rule, edge.rule) })
  }
}

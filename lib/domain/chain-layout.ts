import type { EdgeRule } from '@/lib/domain/edge-rule'

export interface ChainEdge extends EdgeRule {
  dependent: string
  dependency: string
}

export interface ChainNodeFacts {
  id: string
  dueAt: Date
  /** How long it takes, or took. */
  durationMs: number
}

export interface PlacedNode {
  id: string
  /** 0: needs nothing of the chain; each other stands after all that it needs. */
  level: number
  /** Among those of its level, the first to be due first. */
  row: number
  /** On the way that takes longest from the beginning of the chain to its end. */
  isCritical: boolean
}

/**
 * Where the deployments of a chain stand when it is drawn, and which of them decide how long it takes.
 * The edges have no cycle.
 */
export function layOutChain(nodes: readonly ChainNodeFacts[], edges: readonly ChainEdge[]): PlacedNode[] {
  const levels = levelsOf(nodes, edges)
  const critical = criticalPath(nodes, edges, levels)
  const rows = new Map<number, number>()
  return nodes
    .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime() || (one.id < other.id ? -1 : 1))
    .map(({ id }) => {
      const level = levels.get(id) ?? 0
      const row = rows.get(level) ?? 0
      rows.set(level, row + 1)
      return { id, level, row, isCritical: critical.has(id) }
    })
    .sort((one, other) => one.level - other.level || one.row - other.row)
}

function levelsOf(nodes: readonly ChainNodeFacts[], edges: readonly ChainEdge[]): Map<string, number> {
  const levels = new Map(nodes.map(({ id }) => [id, 0]))
  for (let changed = true; changed; ) {
    changed = false
    for (const { dependent, dependency } of edges) {
      const level = 1 + (levels.get(dependency) ?? 0)
      if (level <= (levels.get(dependent) ?? 0)) continue
      levels.set(dependent, level)
      changed = true
    }
  }
  return levels
}

/** Durations and delays are added up along each way; the longest one counts. */
function criticalPath(
  nodes: readonly ChainNodeFacts[],
  edges: readonly ChainEdge[],
  levels: ReadonlyMap<string, number>,
): Set<string> {
  const longest = new Map<string, { ms: number; before: string | null }>()
  const inOrder = nodes.toSorted((one, other) => (levels.get(one.id) ?? 0) - (levels.get(other.id) ?? 0))
  for (const { id, durationMs } of inOrder) {
    const [way] = edges
      .filter(({ dependent }) => dependent === id)
      .map(({ dependency, delayMinutes }) => ({
        ms: (longest.get(dependency)?.ms ?? 0) + (delayMinutes ?? 0) * 60_000,
        before: dependency,
      }))
      .sort((one, other) => other.ms - one.ms)
    longest.set(id, { ms: durationMs + (way?.ms ?? 0), before: way?.before ?? null })
  }
  const [end] = [...longest].sort(([, one], [, other]) => other.ms - one.ms)
  const path = new Set<string>()
  for (let id = end?.[0] ?? null; id !== null; id = longest.get(id)?.before ?? null) path.add(id)
  return path
}

export interface LeadEdge {
  dependent: string
  dependency: string
  leadMinutes: number
}

/** How far a node is from the root: the most minutes, and the most steps, over all paths to it. */
export interface Distance {
  leadMinutes: number
  steps: number
}

/**
 * The longest way from `root` to everything it needs. Something that several need is due early enough
 * for all of them, and what it needs itself moves along with it.
 *
 * The edges must have no cycle (the longest way would have no end).
 */
export function longestLeads(root: string, edges: readonly LeadEdge[]): Map<string, Distance> {
  const distances = new Map<string, Distance>([[root, { leadMinutes: 0, steps: 0 }]])
  for (let grown = true; grown; ) {
    grown = false
    for (const { dependent, dependency, leadMinutes } of edges) {
      const from = distances.get(dependent)
      if (!from) continue
      const known = distances.get(dependency) ?? { leadMinutes: 0, steps: 0 }
      const longest = {
        leadMinutes: Math.max(known.leadMinutes, from.leadMinutes + leadMinutes),
        steps: Math.max(known.steps, from.steps + 1),
      }
      if (longest.leadMinutes === known.leadMinutes && longest.steps === known.steps) continue
      distances.set(dependency, longest)
      grown = true
    }
  }
  return distances
}

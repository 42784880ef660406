import { type DeploymentStatus, type ENDED_STATUSES, hasEnded } from '@/lib/domain/deployment-status'

export type Readiness =
  | { kind: 'ready' }
  | { kind: 'waiting'; on: string[] }
  | { kind: 'blocked'; by: { id: string; status: DeploymentStatus }[] }

/**
 * A cycle among dependencies, from a node along what it needs back to itself (`['api', 'web', 'api']`),
 * or null when there is none. Which one, of several, depends only on the order of the edges.
 */
export function findCycle(edges: { dependent: string; dependency: string }[]): string[] | null {
  const dependenciesOf = new Map<string, string[]>()
  for (const { dependent, dependency } of edges) {
    const known = dependenciesOf.get(dependent)
    if (known) known.push(dependency)
    else dependenciesOf.set(dependent, [dependency])
  }
  const cleared = new Set<string>()
  for (const start of dependenciesOf.keys()) {
    const cycle = cycleReachedFrom(start, dependenciesOf, cleared)
    if (cycle) return cycle
  }
  return null
}

/** Depth first, without recursion: a chain may be longer than the stack is deep. */
function cycleReachedFrom(
  start: string,
  dependenciesOf: ReadonlyMap<string, readonly string[]>,
  cleared: Set<string>,
): string[] | null {
  const visit = (node: string) => ({ node, left: [...(dependenciesOf.get(node) ?? [])].reverse() })
  const path = [visit(start)]
  const onPath = new Set([start])
  for (let last = path.at(-1); last; last = path.at(-1)) {
    const next = last.left.pop()
    if (next === undefined) {
      cleared.add(last.node)
      onPath.delete(last.node)
      path.pop()
    } else if (onPath.has(next)) {
      const nodes = path.map(({ node }) => node)
      return [...nodes.slice(nodes.indexOf(next)), next]
    } else if (!cleared.has(next)) {
      path.push(visit(next))
      onPath.add(next)
    }
  }
  return null
}

/**
 * Whether what a deployment depends on lets it start. One that ended badly blocks for good, whatever
 * the others do; otherwise it waits for those that have not succeeded yet.
 */
export function dependencyReadiness(dependencies: { id: string; status: DeploymentStatus }[]): Readiness {
  const by = dependencies.filter(({ status }) => endedBadly(status)).map(({ id, status }) => ({ id, status }))
  if (by.length > 0) return { kind: 'blocked', by }
  const on = dependencies.filter(({ status }) => status !== 'succeeded').map(({ id }) => id)
  return on.length > 0 ? { kind: 'waiting', on } : { kind: 'ready' }
}

/** Ended without having succeeded: nothing that depends on it can start. */
export type BadEnd = Exclude<(typeof ENDED_STATUSES)[number], 'succeeded'>

export function endedBadly(status: DeploymentStatus): status is BadEnd {
  return hasEnded(status) && status !== 'succeeded'
}

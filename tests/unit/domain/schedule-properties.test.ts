import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideSchedule, type PlannedNode } from '@/lib/domain/schedule-decision'

const NOW = new Date('2026-01-01T00:00:00Z')
const MINUTE_MS = 60_000

/** Plans up to four levels deep over few targets, so that the same one is often needed in several places. */
const planOfDepth: fc.Memo<PlannedNode> = fc.memo((depth) => {
  const dependency = () => planOfDepth(depth - 1).map((node) => ({ kind: 'new' as const, node }))
  return fc.record<PlannedNode>({
    targetId: fc.constantFrom(...'abcdefghij'),
    label: fc.constant('some target'),
    image: fc.constant(null),
    leadMinutes: fc.integer({ min: 0, max: 90 }),
    dependencies: depth > 1 ? fc.array(dependency(), { maxLength: 3 }) : fc.constant([]),
  })
})

interface Edge {
  from: string
  to: string
  leadMinutes: number
}

function edgesOf(node: PlannedNode): Edge[] {
  return node.dependencies.flatMap((dependency) => {
    if (dependency.kind === 'existing') throw new Error('No existing deployment was planned')
    const { targetId, leadMinutes } = dependency.node
    return [{ from: node.targetId, to: targetId, leadMinutes }, ...edgesOf(dependency.node)]
  })
}

const minutes = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 400 }) },
)

/** Minutes from the target to the root on the longest way; endless where the way goes round. */
function longestTo(target: string, root: string, edges: Edge[], below: string[] = []): number {
  if (below.includes(target)) return Number.POSITIVE_INFINITY
  const ways = edges
    .filter(({ to }) => to === target)
    .map(({ from, leadMinutes }) => leadMinutes + longestTo(from, root, edges, [...below, target]))
  return Math.max(target === root ? 0 : Number.NEGATIVE_INFINITY, ...ways)
}

function schedule(root: PlannedNode, at: number) {
  const due = { kind: 'instant', at: new Date(at), timezone: 'Europe/Berlin' } as const
  return decideSchedule({ now: NOW }, { due, startDeadlineMinutes: 60, root })
}

it('a plan gives each of its targets one deployment, exactly as early as all that need it ask for', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(planOfDepth(4), minutes, (root, minutesAhead) => {
      const at = NOW.getTime() + minutesAhead * MINUTE_MS
      const edges = edgesOf(root)
      const targets = new Set([root.targetId, ...edges.map(({ to }) => to)])
      const leadOf = new Map([...targets].map((target) => [target, longestTo(target, root.targetId, edges)]))
      const longest = Math.max(...leadOf.values())
      const result = schedule(root, at)
      if (!result.ok) {
        const { refusal } = result
        if (minutesAhead === 0) expect(refusal.kind).toBe('time_in_past')
        else if (longest === Number.POSITIVE_INFINITY) expect(refusal.kind).toBe('dependency_cycle')
        else {
          const earliest = new Date(NOW.getTime() + (longest + 1) * MINUTE_MS)
          expect(longest).toBeGreaterThanOrEqual(minutesAhead)
          expect(refusal).toMatchObject({ kind: 'dependency_in_past', earliest })
          expect(schedule(root, earliest.getTime()).ok).toBe(true)
          expect(schedule(root, earliest.getTime() - MINUTE_MS).ok).toBe(false)
        }
        seen.set(refusal.kind, (seen.get(refusal.kind) ?? 0) + 1)
        return
      }
      seen.set('accepted', (seen.get('accepted') ?? 0) + 1)
      const deployments = result.value
      expect(deployments[0]?.targetId).toBe(root.targetId)
      expect(deployments.map(({ targetId }) => targetId).sort()).toEqual([...targets].sort())
      deployments.forEach(({ targetId, dueAt, needs }, index) => {
        expect(dueAt.getTime()).toBe(at - (leadOf.get(targetId) ?? Number.NaN) * MINUTE_MS)
        expect(dueAt.getTime()).toBeGreaterThan(NOW.getTime())
        const needed = needs.map(({ on }) => (on.kind === 'new' ? on.index : -1))
        expect(Math.min(...needed, index + 1)).toBeGreaterThan(index)
        const asked = new Set(edges.filter(({ from }) => from === targetId).map(({ to }) => to))
        expect(new Set(needed.map((of) => deployments[of]?.targetId))).toEqual(asked)
        expect(needed).toHaveLength(asked.size)
      })
    }),
    { numRuns: 2000 },
  )
  // The plans were of every sort.
  expect([...seen.keys()].sort()).toEqual([
    'accepted',
    'dependency_cycle',
    'dependency_in_past',
    'time_in_past',
  ])
}, 30_000)

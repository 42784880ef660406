import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { type DependentEdge, followMoves } from '@/lib/domain/followers'

const NOON = new Date('2026-03-03T12:00:00Z')
const at = (minute: number) => new Date(NOON.getTime() + minute * 60_000)

function edge(
  id: string,
  of: string,
  dueMinute: number,
  delayMinutes: number | null,
  status: DeploymentStatus = 'scheduled',
): DependentEdge {
  return { id, of, label: `${id} in production`, dueAt: at(dueMinute), status, delayMinutes }
}

const slides = (moved: [string, number][], edges: DependentEdge[]) =>
  followMoves(new Map(moved.map(([id, minute]) => [id, at(minute)])), edges).slides.map(({ id, to }) => [
    id,
    (to.getTime() - NOON.getTime()) / 60_000,
  ])

const overtaken = (moved: [string, number][], edges: DependentEdge[]) =>
  followMoves(new Map(moved.map(([id, minute]) => [id, at(minute)])), edges).overtaken?.id ?? null

describe('what follows a deployment that moves', () => {
  it('is due later down the whole chain, in whatever order its edges are given', () => {
    const edges = [edge('c', 'b', 20, 10), edge('b', 'a', 10, 10), edge('d', 'c', 60, 10)]
    for (const order of [edges, [...edges].reverse()]) {
      expect(new Map(slides([['a', 30]], order) as [string, number][])).toEqual(
        new Map([
          ['b', 40],
          ['c', 50],
        ]),
      )
    }
  })

  it('stays where it is when the other comes earlier', () => {
    expect(slides([['a', -30]], [edge('b', 'a', 10, 10)])).toEqual([])
  })

  it('is due after the last of those it follows', () => {
    expect(
      slides(
        [
          ['a', 30],
          ['b', 40],
        ],
        [edge('c', 'a', 5, 5), edge('c', 'b', 5, 5)],
      ),
    ).toEqual([['c', 45]])
  })

  it('does not matter once it has started or ended, and what moves itself is not moved twice', () => {
    const edges = [edge('b', 'a', 5, 5, 'running'), edge('c', 'a', 5, 5, 'cancelled'), edge('d', 'a', 5, 5)]
    expect(
      slides(
        [
          ['a', 30],
          ['d', 31],
        ],
        edges,
      ),
    ).toEqual([])
  })
})

describe('what has a due time of its own', () => {
  it('can be overtaken by what it needs, also by one that only follows', () => {
    expect(overtaken([['a', 30]], [edge('b', 'a', 29, null)])).toBe('b')
    expect(overtaken([['a', 30]], [edge('b', 'a', 30, null)])).toBeNull()
    expect(overtaken([['a', 30]], [edge('b', 'a', 10, 10), edge('c', 'b', 39, null)])).toBe('c')
    expect(overtaken([['a', 30]], [edge('b', 'a', 29, null, 'succeeded')])).toBeNull()
  })
})

it('afterwards everything that follows is due no sooner than its delay after what it follows', () => {
  const anyEdges = fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: 7 }),
      by: fc.integer({ min: 1, max: 3 }),
      delay: fc.integer({ min: 0, max: 60 }),
    }),
    { maxLength: 14 },
  )
  fc.assert(
    fc.property(
      anyEdges,
      fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 11, maxLength: 11 }),
      (picked, due) => {
        // From a lower number to a higher: no cycle.
        const edges = picked.map(({ from, by, delay }) =>
          edge(String(from + by), String(from), due[from + by] ?? 0, delay),
        )
        const moved = new Map([['0', at(60)]])
        const { slides } = followMoves(moved, edges)
        const after = new Map([...moved, ...slides.map(({ id, to }) => [id, to] as const)])
        for (const { id, of, dueAt, delayMinutes } of edges) {
          const needed = after.get(of)
          if (needed === undefined || id === '0') continue
          const isDue = (after.get(id) ?? dueAt).getTime()
          expect(isDue).toBeGreaterThanOrEqual(needed.getTime() + (delayMinutes ?? 0) * 60_000)
          expect(isDue).toBeGreaterThanOrEqual(dueAt.getTime())
        }
      },
    ),
  )
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChainEdge, layOutChain } from '@/lib/domain/chain-layout'
import { PLAIN_EDGE } from '@/lib/domain/edge-rule'

const MINUTE_MS = 60_000

function node(id: string, minutes: number, dueMinute = 0) {
  return { id, durationMs: minutes * MINUTE_MS, dueAt: new Date(dueMinute * MINUTE_MS) }
}

function edge(dependency: string, dependent: string, delayMinutes: number | null = null): ChainEdge {
  return { ...PLAIN_EDGE, dependency, dependent, delayMinutes }
}

const places = (...chain: Parameters<typeof layOutChain>) =>
  layOutChain(...chain).map(({ id, level, row }) => `${id} ${level}/${row}`)

const critical = (...chain: Parameters<typeof layOutChain>) =>
  layOutChain(...chain).flatMap(({ id, isCritical }) => (isCritical ? [id] : []))

describe('a chain', () => {
  it('stands level by level, each after all that it needs, those due first above the others', () => {
    const nodes = [node('web', 1, 30), node('api', 1, 20), node('jobs', 1, 10), node('db', 1, 0)]
    const edges = [edge('db', 'api'), edge('api', 'web'), edge('jobs', 'web'), edge('db', 'web')]
    expect(places(nodes, edges)).toEqual(['db 0/0', 'jobs 0/1', 'api 1/0', 'web 2/0'])
  })

  it('alone is a chain of one', () => {
    expect(layOutChain([node('web', 1)], [])).toEqual([{ id: 'web', level: 0, row: 0, isCritical: true }])
  })
})

describe('the critical path', () => {
  it('is the way that takes longest, not the one with the most steps', () => {
    const nodes = [node('a', 1), node('b', 1), node('slow', 30), node('end', 5)]
    expect(critical(nodes, [edge('a', 'b'), edge('b', 'end'), edge('slow', 'end')])).toEqual(['slow', 'end'])
  })

  it('counts delays', () => {
    const nodes = [node('a', 1), node('slow', 30), node('end', 5)]
    expect(critical(nodes, [edge('a', 'end', 45), edge('slow', 'end')])).toEqual(['a', 'end'])
  })

  it('ends where the longest way ends, though others end later in the list', () => {
    const nodes = [node('a', 1), node('long', 60), node('short', 2)]
    expect(critical(nodes, [edge('a', 'long'), edge('a', 'short')])).toEqual(['a', 'long'])
  })
})

it('whatever the chain, no two stand in one place and every edge goes to a later level', () => {
  const anyEdges = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 4 })).map(([from, by]) =>
      // From a lower number to a higher: no cycle.
      edge(String(from), String(from + by)),
    ),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(
      anyEdges,
      fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 13, maxLength: 13 }),
      (edges, minutes) => {
        const placed = layOutChain(
          minutes.map((duration, id) => node(String(id), duration, (duration * 7) % 50)),
          edges,
        )
        const levels = new Map(placed.map(({ id, level }) => [id, level]))
        for (const { dependency, dependent } of edges) {
          expect(levels.get(dependent)).toBeGreaterThan(levels.get(dependency) ?? 0)
        }
        expect(new Set(placed.map(({ level, row }) => `${level}/${row}`)).size).toBe(placed.length)
      },
    ),
  )
})

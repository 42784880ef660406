import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dependencyReadiness, findCycle } from '@/lib/domain/dependency-graph'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'

const edgesOf = (text: string) =>
  text.split(' ').map((edge) => {
    const [dependent = '', dependency = ''] = edge.split('>')
    return { dependent, dependency }
  })

describe('findCycle', () => {
  it.each([
    ['api>web web>api', ['api', 'web', 'api']],
    ['api>api', ['api', 'api']],
    ['a>b b>c c>d d>b', ['b', 'c', 'd', 'b']],
    ['a>b a>c c>d d>a', ['a', 'c', 'd', 'a']],
    ['a>b a>c b>a c>a', ['a', 'b', 'a']],
    ['x>y a>b b>a', ['a', 'b', 'a']],
  ])('%s goes round %j', (edges, cycle) => expect(findCycle(edgesOf(edges))).toEqual(cycle))

  it.each(['web>api', 'a>b a>c b>d c>d', 'a>b b>c a>c', 'a>b c>b d>b', 'a>b a>b'])('%s does not', (edges) => {
    expect(findCycle(edgesOf(edges))).toBeNull()
  })

  it('nothing depends on nothing', () => expect(findCycle([])).toBeNull())

  it('a chain as long as no stack is searched', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => ({ dependent: `${i}`, dependency: `${i + 1}` }))
    expect(findCycle(chain)).toBeNull()
    expect(findCycle([...chain, { dependent: '20000', dependency: '0' }])).toHaveLength(20_002)
  })

  const node = fc.constantFrom(...'abcdefgh')
  const edge = fc.record({ dependent: node, dependency: node })

  it('what it finds is a closed walk along the edges, and it finds one exactly when nodes cannot be put in order', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 14 }), (edges) => {
        const cycle = findCycle(edges)
        expect(cycle === null).toBe(canBeOrdered(edges))
        if (cycle === null) return
        expect(cycle.length).toBeGreaterThan(1)
        expect(cycle.at(0)).toBe(cycle.at(-1))
        expect(new Set(cycle).size).toBe(cycle.length - 1)
        cycle.slice(1).forEach((dependency, i) => {
          expect(edges).toContainEqual({ dependent: cycle[i], dependency })
        })
      }),
    )
  })
})

/** Another way to the same answer: take away what needs nothing until nothing is left. */
function canBeOrdered(edges: { dependent: string; dependency: string }[]): boolean {
  let left = edges
  for (;;) {
    const dependents = new Set(left.map(({ dependent }) => dependent))
    const rest = left.filter(({ dependency }) => dependents.has(dependency))
    if (rest.length === left.length) return rest.length === 0
    left = rest
  }
}

describe('dependencyReadiness', () => {
  const readiness = (...statuses: DeploymentStatus[]) =>
    dependencyReadiness(statuses.map((status, i) => ({ id: `d${i}`, status })))

  it('without dependencies, or with all succeeded, a deployment is ready', () => {
    expect(readiness()).toEqual({ kind: 'ready' })
    expect(readiness('succeeded', 'succeeded')).toEqual({ kind: 'ready' })
  })

  it.each(['scheduled', 'awaiting_approval', 'waiting', 'held', 'running'] as const)(
    'one that is %s is waited for',
    (status) => {
      expect(readiness('succeeded', status)).toEqual({ kind: 'waiting', on: ['d1'] })
    },
  )

  it.each(['failed', 'rolled_back', 'cancelled', 'missed', 'skipped'] as const)(
    'one that %s blocks, whatever else is still open',
    (status) => {
      expect(readiness('running', status, 'succeeded')).toEqual({
        kind: 'blocked',
        by: [{ id: 'd1', status }],
      })
    },
  )

  it('names all that are waited for and all that block', () => {
    expect(readiness('running', 'held')).toEqual({ kind: 'waiting', on: ['d0', 'd1'] })
    expect(readiness('failed', 'running', 'missed')).toMatchObject({ by: [{ id: 'd0' }, { id: 'd2' }] })
  })
})

import { describe, expect, it } from 'vitest'
import { type LateAction, PLAIN_EDGE } from '@/lib/domain/edge-rule'
import { MAX_DEPENDENCIES } from '@/lib/domain/merged-plan'
import type { ExistingDependency } from '@/lib/domain/planned-node'
import { decideSchedule, type PlannedDependency, type PlannedNode } from '@/lib/domain/schedule-decision'

const NOW = new Date('2026-03-03T17:00:30Z')

function node(name: string, leadMinutes: number, ...dependencies: PlannedDependency[]): PlannedNode {
  return { targetId: `t-${name}`, label: `${name} in production`, image: null, leadMinutes, dependencies }
}

function needs(name: string, leadMinutes: number, ...dependencies: PlannedDependency[]): PlannedDependency {
  return { kind: 'new', node: node(name, leadMinutes, ...dependencies) }
}

function withImage(name: string, leadMinutes: number, image: string): PlannedDependency {
  return { kind: 'new', node: { ...node(name, leadMinutes), image } }
}

function existing(over: Partial<ExistingDependency> = {}): PlannedDependency {
  return {
    kind: 'existing',
    deploymentId: 'd-1',
    label: 'DB in production',
    leadMinutes: 5,
    dueAt: new Date('2026-03-03T19:00:00Z'),
    status: 'scheduled',
    ...over,
  }
}

function schedule(root: PlannedNode, local = '2026-03-03T15:00', now = NOW) {
  const due = { kind: 'local', local, timezone: 'America/New_York', overlap: null } as const
  return decideSchedule({ now }, { due, startDeadlineMinutes: 60, root })
}

function decided(root: PlannedNode, local?: string) {
  const result = schedule(root, local)
  if (!result.ok) throw new Error(`Refused: ${result.refusal.kind}`)
  return result.value
}

/** `Web 15:00 ← [1 by 15 min]`: what matters of each deployment, one a line. */
function summary(root: PlannedNode, local?: string): string[] {
  return decided(root, local).map(({ label, localTime, needs }) => {
    const on = needs.map(({ on, leadMinutes }) => {
      return `${on.kind === 'new' ? on.index : on.deploymentId} by ${leadMinutes}`
    })
    return `${label.split(' ')[0]} ${localTime.slice(11)} needs [${on.join(', ')}]`
  })
}

describe('what is scheduled', () => {
  it('one deployment, with all that is stored of its time', () => {
    const root = { ...node('Web', 0), image: 'web:1' }
    expect(schedule(root)).toEqual({
      ok: true,
      value: [
        {
          targetId: 't-Web',
          label: 'Web in production',
          image: 'web:1',
          localTime: '2026-03-03T15:00',
          timezone: 'America/New_York',
          overlap: null,
          dueAt: new Date('2026-03-03T20:00:00Z'),
          startDeadlineAt: new Date('2026-03-03T21:00:00Z'),
          needs: [],
        },
      ],
    })
  })

  it('a dependency is due its lead time before, with its own start deadline', () => {
    const [, api] = decided(node('Web', 0, needs('API', 15)))
    expect(api).toMatchObject({
      localTime: '2026-03-03T14:45',
      dueAt: new Date('2026-03-03T19:45:00Z'),
      startDeadlineAt: new Date('2026-03-03T20:45:00Z'),
    })
  })

  it('where no start deadline is asked for, each has that of its environment, or an hour', () => {
    const due = { kind: 'local', local: '2026-03-03T15:00', timezone: 'UTC', overlap: null } as const
    const root = { ...node('Web', 0, needs('API', 15)), startDeadlineMinutes: 240 }
    const now = new Date('2026-03-03T09:00:00Z')
    const minutes = (startDeadlineMinutes: number | null) => {
      const result = decideSchedule({ now }, { due, startDeadlineMinutes, root })
      if (!result.ok) throw new Error(`Refused: ${result.refusal.kind}`)
      return result.value.map((one) => (one.startDeadlineAt.getTime() - one.dueAt.getTime()) / 60_000)
    }
    expect(minutes(null)).toEqual([240, 60])
    expect(minutes(5)).toEqual([5, 5])
  })

  it('a chain adds its lead times up', () => {
    expect(summary(node('Web', 0, needs('API', 15, needs('DB', 30))))).toEqual([
      'Web 15:00 needs [1 by 15]',
      'API 14:45 needs [2 by 30]',
      'DB 14:15 needs []',
    ])
  })

  it('a target that two need is deployed once, early enough for both', () => {
    expect(
      summary(node('Web', 0, needs('API', 15, needs('DB', 5)), needs('Jobs', 60, needs('DB', 10)))),
    ).toEqual([
      'Web 15:00 needs [1 by 15, 2 by 60]',
      'API 14:45 needs [3 by 5]',
      'Jobs 14:00 needs [3 by 10]',
      'DB 13:50 needs []',
    ])
  })

  it('what a shared target needs moves along with it, wherever in the plan that was said', () => {
    const plan = node('Web', 0, needs('DB', 5, needs('Disk', 5)), needs('API', 15, needs('DB', 30)))
    expect(summary(plan)).toEqual([
      'Web 15:00 needs [2 by 5, 1 by 15]',
      'API 14:45 needs [2 by 30]',
      'DB 14:15 needs [3 by 5]',
      'Disk 14:10 needs []',
    ])
  })

  it('a dependency without lead time still comes after its dependent in the list', () => {
    expect(summary(node('Web', 0, needs('API', 0, needs('DB', 0)), needs('DB', 0)))).toEqual([
      'Web 15:00 needs [1 by 0, 2 by 0]',
      'API 15:00 needs [2 by 0]',
      'DB 15:00 needs []',
    ])
  })

  it('a target that is asked for twice by the same node is needed once, with the longer lead time', () => {
    expect(
      summary(node('Web', 0, needs('API', 15), needs('API', 20), existing(), existing({ leadMinutes: 9 }))),
    ).toEqual(['Web 15:00 needs [1 by 20, d-1 by 9]', 'API 14:40 needs []'])
  })

  it('what follows another is due the delay after it at the earliest, and every rule is stored', () => {
    const rule = { delayMinutes: 10, whenLate: 'skip', lateAfterMinutes: 5 } as const
    const plan = node('Web', 0, { kind: 'new', node: { ...node('API', 10), rule } }, needs('DB', 15))
    expect(decided(plan)[0]?.needs).toEqual([
      { on: { kind: 'new', index: 1 }, leadMinutes: 10, rule },
      { on: { kind: 'new', index: 2 }, leadMinutes: 15, rule: PLAIN_EDGE },
    ])
    const due = new Date('2026-03-03T19:50:00Z')
    expect(schedule(node('Web', 0, existing({ rule, dueAt: due })))).toMatchObject({ ok: true })
    const later = existing({ rule, dueAt: new Date(due.getTime() + 1) })
    expect(schedule(node('Web', 0, later))).toMatchObject({ refusal: { kind: 'dependency_due_later' } })
  })

  it('of two rules for the same target both are kept: the longer delay, and what happens sooner', () => {
    const follow = (delayMinutes: number | null, whenLate: LateAction, lateAfterMinutes: number) => ({
      kind: 'new' as const,
      node: { ...node('API', 0), rule: { delayMinutes, whenLate, lateAfterMinutes } },
    })
    const rules = [follow(5, 'skip', 10), follow(null, 'fail', 5), follow(20, 'wait', 0)]
    for (const order of [rules, [...rules].reverse()]) {
      expect(decided(node('Web', 0, ...order))[0]?.needs[0]?.rule).toEqual({
        ...{ delayMinutes: 20, whenLate: 'fail', lateAfterMinutes: 5 },
      })
    }
  })

  it('where only one of two wishes for a target names an image, that one is deployed', () => {
    const plan = node('Web', 0, needs('DB', 5), needs('API', 15, withImage('DB', 5, 'db:2')))
    expect(decided(plan).find(({ targetId }) => targetId === 't-DB')).toMatchObject({ image: 'db:2' })
  })

  it('a dependency on the other side of a change of clocks is due real minutes before', () => {
    const [, api] = decided(node('Web', 0, needs('API', 15)), '2026-03-08T03:05')
    expect(api).toMatchObject({ localTime: '2026-03-08T01:50', overlap: null })
    const [, before] = decided(node('Web', 0, needs('API', 15)), '2026-11-01T02:05')
    expect(before).toMatchObject({ localTime: '2026-11-01T01:50', overlap: 'later' })
  })

  it('an instant of its own leads to the same', () => {
    const due = {
      kind: 'instant',
      at: new Date('2026-03-03T20:00:00Z'),
      timezone: 'America/New_York',
    } as const
    const root = node('Web', 0, needs('API', 15))
    const result = decideSchedule({ now: NOW }, { due, startDeadlineMinutes: 60, root })
    expect(result).toEqual(schedule(root))
  })
})

describe('an existing deployment as a dependency', () => {
  it.each([
    ['scheduled', '2026-03-03T20:00:00Z'],
    ['waiting', '2026-03-03T17:00:00Z'],
    ['running', '2026-03-03T22:00:00Z'],
    ['succeeded', '2026-03-03T22:00:00Z'],
    ['succeeded', '2026-01-01T00:00:00Z'],
  ] as const)('that is %s and due at %s is waited for', (status, dueAt) => {
    expect(summary(node('Web', 0, existing({ status, dueAt: new Date(dueAt) })))).toEqual([
      'Web 15:00 needs [d-1 by 5]',
    ])
  })

  it.each(['scheduled', 'held', 'awaiting_approval'] as const)('%s and due later is refused', (status) => {
    const dueAt = new Date('2026-03-03T20:00:00.001Z')
    expect(schedule(node('Web', 0, existing({ status, dueAt })))).toEqual({
      ok: false,
      refusal: { kind: 'dependency_due_later', label: 'DB in production', dependencyDueAt: dueAt },
    })
  })

  it('must be due before the very node that needs it, not only before the root', () => {
    const dueAt = new Date('2026-03-03T19:50:00Z')
    expect(schedule(node('Web', 0, existing({ dueAt }), needs('API', 15)))).toMatchObject({ ok: true })
    expect(schedule(node('Web', 0, needs('API', 15, existing({ dueAt }))))).toMatchObject({
      refusal: { kind: 'dependency_due_later' },
    })
  })

  it.each(['failed', 'rolled_back', 'cancelled', 'missed', 'skipped'] as const)('%s is refused', (status) => {
    expect(schedule(node('Web', 0, existing({ status })))).toEqual({
      ok: false,
      refusal: { kind: 'dependency_ended', label: 'DB in production', status },
    })
  })
})

describe('what is refused', () => {
  it('a dependency whose lead time puts it in the past, with the first time that works', () => {
    const root = node('Web', 0, needs('API', 15, needs('DB', 50)), needs('Jobs', 30))
    expect(schedule(root, '2026-03-03T13:05')).toEqual({
      ok: false,
      refusal: {
        kind: 'dependency_in_past',
        label: 'DB in production',
        dependencyDueAt: new Date('2026-03-03T17:00:00Z'),
        earliest: new Date('2026-03-03T18:06:00Z'),
      },
    })
    expect(schedule(root, '2026-03-03T13:06')).toMatchObject({ ok: true })
  })

  it('a dependency due this very instant is past', () => {
    const now = new Date('2026-03-03T19:45:00Z')
    expect(schedule(node('Web', 0, needs('API', 15)), '2026-03-03T15:00', now)).toMatchObject({
      refusal: { kind: 'dependency_in_past', earliest: new Date('2026-03-03T20:01:00Z') },
    })
  })

  it.each([
    ['itself', node('Web', 0, needs('Web', 5)), ['Web', 'Web']],
    [
      'itself by way of others',
      node('Web', 0, needs('API', 5, needs('DB', 5, needs('Web', 5)))),
      ['Web', 'API', 'DB', 'Web'],
    ],
    [
      'itself below the root',
      node('Web', 0, needs('API', 5, needs('DB', 5, needs('API', 5)))),
      ['API', 'DB', 'API'],
    ],
    [
      'itself over two paths, neither of which goes round',
      node('Web', 0, needs('API', 5, needs('DB', 5)), needs('DB', 5, needs('API', 5))),
      ['API', 'DB', 'API'],
    ],
  ])('a target that needs %s', (_how, root, names) => {
    expect(schedule(root)).toEqual({
      ok: false,
      refusal: { kind: 'dependency_cycle', cycle: names.map((name) => `${name} in production`) },
    })
  })

  it('a plan that never ends is a cycle, not a hang', () => {
    const root = node('Web', 0)
    root.dependencies.push({ kind: 'new', node: root })
    expect(schedule(root)).toMatchObject({ refusal: { kind: 'dependency_cycle' } })
  })

  it('two images for one target', () => {
    const root = node('Web', 0, withImage('DB', 5, 'db:1'), needs('API', 15, withImage('DB', 5, 'db:2')))
    expect(schedule(root)).toEqual({
      ok: false,
      refusal: { kind: 'dependency_conflict', label: 'DB in production', images: ['db:1', 'db:2'] },
    })
  })

  it('more dependencies than anybody can mean', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => needs(`Part${i}`, 5))
    expect(schedule(node('Web', 0, ...many(MAX_DEPENDENCIES)))).toMatchObject({ ok: true })
    expect(schedule(node('Web', 0, ...many(MAX_DEPENDENCIES - 1), existing()))).toMatchObject({ ok: true })
    const refusal = { kind: 'too_many_dependencies', limit: MAX_DEPENDENCIES }
    expect(schedule(node('Web', 0, ...many(MAX_DEPENDENCIES), existing()))).toEqual({ ok: false, refusal })
  })

  it('a plan whose branches double at each step is refused without walking all of it', () => {
    let tip = node('Part60', 1)
    for (let i = 59; i >= 0; i--) {
      const dependency = { kind: 'new', node: tip } as const
      tip = node(`Part${i}`, 1, dependency, dependency)
    }
    expect(schedule(tip)).toMatchObject({ refusal: { kind: 'too_many_dependencies' } })
  })

  it('a time that is past, does not exist, or is too far off, before anything else', () => {
    const root = node('Web', 0, needs('Web', 5))
    expect(schedule(root, '2026-03-03T12:00')).toMatchObject({ refusal: { kind: 'time_in_past' } })
    expect(schedule(root, '2026-03-08T02:30')).toMatchObject({ refusal: { kind: 'time_in_gap' } })
    expect(schedule(root, '2036-03-08T03:30')).toMatchObject({ refusal: { kind: 'time_too_far' } })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PLAIN_EDGE } from '@/lib/domain/edge-rule'
import { ASSUMED_DURATION_MS, type ExpectedDuration } from '@/lib/domain/expected-duration'
import { decideFinishBy, type FinishPlan } from '@/lib/domain/finish-by'
import type { PlannedDependency, PlannedNode } from '@/lib/domain/planned-node'
import { decideSchedule } from '@/lib/domain/schedule-decision'

const MINUTE_MS = 60_000
const NOW = new Date('2026-03-03T12:00:30Z')
const SIX = new Date('2026-03-03T18:00:00Z')

function node(name: string, leadMinutes: number, ...dependencies: PlannedDependency[]): PlannedNode {
  return { targetId: name, label: `${name} in production`, image: null, leadMinutes, dependencies }
}

function needs(name: string, leadMinutes: number, ...dependencies: PlannedDependency[]): PlannedDependency {
  return { kind: 'new', node: node(name, leadMinutes, ...dependencies) }
}

function followed(
  name: string,
  delayMinutes: number,
  ...dependencies: PlannedDependency[]
): PlannedDependency {
  const rule = { ...PLAIN_EDGE, delayMinutes }
  return { kind: 'new', node: { ...node(name, delayMinutes, ...dependencies), rule } }
}

function measured(minutes: Record<string, number>): Map<string, ExpectedDuration> {
  return new Map(
    Object.entries(minutes).map(([id, each]) => [id, { ms: each * MINUTE_MS, isMeasured: true }]),
  )
}

function plan(root: PlannedNode, minutes: Record<string, number>, finishBy = SIX, now = NOW): FinishPlan {
  const result = decideFinishBy({ now, durations: measured(minutes) }, { finishBy, root })
  if (!result.ok) throw new Error(`Refused: ${result.refusal.kind}`)
  return result.value
}

const steps = (found: FinishPlan) =>
  found.steps.map(
    ({ targetId, dueAt, durationMinutes, slackMinutes }) =>
      `${targetId} ${dueAt.toISOString().slice(11, 16)} takes ${durationMinutes}, slack ${slackMinutes}`,
  )

describe('a plan that is to be done by a time', () => {
  it('starts each as late as it can: what needs it starts when it is expected to be done', () => {
    const found = plan(node('web', 0, needs('api', 0, needs('db', 0))), { web: 10, api: 7.5, db: 20 })
    expect(steps(found)).toEqual([
      'db 17:22 takes 20, slack 0',
      'api 17:42 takes 8, slack 0',
      'web 17:50 takes 10, slack 0',
    ])
    expect(found.slackMinutes).toBe(321)
  })

  it('says which may take longer than they are expected to', () => {
    const root = node('web', 0, needs('api', 0, needs('db', 0)), needs('jobs', 0, needs('db', 0)))
    expect(steps(plan(root, { web: 10, api: 30, jobs: 5, db: 10 }))).toEqual([
      'db 17:10 takes 10, slack 0',
      'api 17:20 takes 30, slack 0',
      'jobs 17:45 takes 5, slack 0',
      'web 17:50 takes 10, slack 0',
    ])
  })

  it('keeps a lead time that is longer, which leaves slack', () => {
    expect(steps(plan(node('web', 0, needs('api', 45)), { web: 10, api: 15 }))).toEqual([
      'api 17:05 takes 15, slack 30',
      'web 17:50 takes 10, slack 0',
    ])
  })

  it('leaves room for the delay of what follows', () => {
    expect(steps(plan(node('web', 0, followed('api', 5)), { web: 10, api: 15 }))).toEqual([
      'api 17:30 takes 15, slack 0',
      'web 17:50 takes 10, slack 0',
    ])
  })

  it('assumes how long what has too few runs takes', () => {
    const found = plan(node('web', 0), {})
    expect(found.steps).toMatchObject([
      { durationMinutes: ASSUMED_DURATION_MS / MINUTE_MS, isMeasured: false },
    ])
  })

  it('is refused when the first would have to start in the past, with the earliest end there can be', () => {
    const root = node('web', 0, needs('api', 0))
    const durations = measured({ web: 10, api: 20 })
    const refused = decideFinishBy(
      { now: NOW, durations },
      { root, finishBy: new Date('2026-03-03T12:30:00Z') },
    )
    const earliest = new Date('2026-03-03T12:31:00Z')
    expect(refused).toEqual({
      ok: false,
      refusal: {
        ...{
          kind: 'finish_too_early',
          label: 'api in production',
          startAt: new Date('2026-03-03T12:00:00Z'),
        },
        earliest,
      },
    })
    expect(plan(root, { web: 10, api: 20 }, earliest).slackMinutes).toBe(0)
  })

  it('is refused like any other where it has a cycle', () => {
    const root = node('web', 0, needs('api', 0, needs('web', 0)))
    expect(decideFinishBy({ now: NOW, durations: new Map() }, { root, finishBy: SIX })).toMatchObject({
      refusal: { kind: 'dependency_cycle' },
    })
  })
})

/** A tree over few names, so that many are needed more than once; a name needs only later ones. */
const anyTree = fc
  .array(
    fc.record({
      ...{ from: fc.integer({ min: 0, max: 5 }), by: fc.integer({ min: 1, max: 3 }) },
      delay: fc.option(fc.integer({ min: 0, max: 20 })),
      lead: fc.integer({ min: 0, max: 40 }),
    }),
    { maxLength: 8 },
  )
  .map((edges) => treeFrom(0, edges))

interface AnyEdge {
  from: number
  by: number
  delay: number | null
  lead: number
}

function treeFrom(name: number, edges: readonly AnyEdge[]): PlannedNode {
  const below = edges.filter(({ from }) => from === name).slice(0, 2)
  return node(
    String(name),
    0,
    ...below.map(({ by, delay, lead }) => {
      const needed = treeFrom(name + by, edges)
      const rule = { ...PLAIN_EDGE, delayMinutes: delay }
      return { kind: 'new' as const, node: { ...needed, leadMinutes: delay ?? lead, rule } }
    }),
  )
}

describe('a simulated run of a plan', () => {
  it('is done in time when nothing takes longer than nine of ten of its runs did, and within the slack', () => {
    const anyMinutes = fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 10, maxLength: 10 })
    const anyShare = fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 })
    fc.assert(
      fc.property(anyTree, anyMinutes, anyShare, (root, minutes, shares) => {
        const p90 = Object.fromEntries(minutes.map((each, name) => [String(name), each]))
        const finishBy = new Date('2026-03-05T18:00:00Z')
        const found = plan(root, p90, finishBy)
        const took = (name: string) => (p90[name] ?? 0) * (shares[Number(name)] ?? 1) * MINUTE_MS
        const ends = simulate(found, took)
        for (const { targetId, dueAt, durationMinutes, slackMinutes } of found.steps) {
          expect(slackMinutes).toBeGreaterThanOrEqual(0)
          const latest = dueAt.getTime() + (durationMinutes + slackMinutes) * MINUTE_MS
          expect(ends.get(targetId)).toBeLessThanOrEqual(latest)
          expect(ends.get(targetId)).toBeLessThanOrEqual(finishBy.getTime())
        }
      }),
      { numRuns: 500 },
    )
  })
})

/** Each starts when it is due and all it needs is done; answers when each ended. */
function simulate(found: FinishPlan, tookMs: (target: string) => number): Map<string, number> {
  const due = { kind: 'instant', at: found.dueAt, timezone: 'UTC' } as const
  const decided = decideSchedule({ now: NOW }, { due, startDeadlineMinutes: 60, root: found.root })
  if (!decided.ok) throw new Error(`Refused: ${decided.refusal.kind}`)
  const ends = new Map<string, number>()
  // Each stands after all that need it.
  for (const { targetId, dueAt, needs } of decided.value.toReversed()) {
    const ready = needs.map(({ on, rule }) => {
      const needed = on.kind === 'new' ? decided.value[on.index]?.targetId : undefined
      return (ends.get(needed ?? '') ?? Number.NaN) + (rule.delayMinutes ?? 0) * MINUTE_MS
    })
    ends.set(targetId, Math.max(dueAt.getTime(), ...ready) + tookMs(targetId))
  }
  return ends
}

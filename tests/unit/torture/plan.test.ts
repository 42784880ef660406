import { describe, expect, test } from 'vitest'
import { readOptions } from '@/torture/options'
import { hashOfPlan, makePlan } from '@/torture/plan/plan'
import type { PlannedNode } from '@/torture/plan/work'

const options = (text: string) => readOptions(text.split(' '))
const plan = (text: string) => makePlan(options(text))

function nodes(node: PlannedNode): PlannedNode[] {
  return [node, ...node.dependencies.flatMap(nodes)]
}

describe('a plan', () => {
  test('is the same for the same seed, and another one for another', () => {
    const first = plan('--deployments 300 --seed 7 --minutes 5')
    expect(plan('--deployments 300 --seed 7 --minutes 5')).toEqual(first)
    expect(hashOfPlan(plan('--deployments 300 --seed 8 --minutes 5'))).not.toBe(hashOfPlan(first))
  })

  test('schedules as many deployments as were asked for, each with an image of its own', () => {
    const { work } = plan('--deployments 300 --seed 7 --minutes 5')
    const all = work.orders.flatMap(({ root }) => nodes(root))
    expect(all.length).toBeGreaterThanOrEqual(300)
    expect(all.length).toBeLessThan(305)
    expect(new Set(all.map(({ image }) => image)).size).toBe(all.length)
    expect(new Set(all.map(({ service }) => service))).toEqual(new Set(work.services.map(({ name }) => name)))
  })

  test('has chains, actions of every kind and rollouts of every outcome among them', () => {
    const { orders } = plan('--deployments 300 --seed 7 --minutes 5').work
    expect(orders.some(({ root }) => nodes(root).length > 2)).toBe(true)
    expect(new Set(orders.map(({ action }) => action?.kind))).toEqual(
      new Set([undefined, 'cancel', 'stop', 'move', 'run_now']),
    )
    expect(new Set(orders.flatMap(({ root }) => nodes(root).map(({ outcome }) => outcome)))).toEqual(
      new Set(['healthy', 'crash', 'missing', 'superseded']),
    )
  })

  test('kills as often as was asked for, and leaves the web server alone when there is none', () => {
    const kills = (text: string) =>
      plan(text)
        .disturbances.map(({ kind }) => kind)
        .filter((kind) => kind.startsWith('kill'))
    const all = kills('--deployments 50 --kills 400 --minutes 5')
    expect(all).toHaveLength(400)
    expect(new Set(all)).toEqual(new Set(['kill_worker', 'kill_web', 'kill_postgres']))
    expect(kills('--deployments 50 --kills 400 --minutes 5 --no-web')).not.toContain('kill_web')
  })

  test('lets one fault of ECS end before the next begins: ordering one takes back the others', () => {
    const faults = plan('--deployments 50 --minutes 20').disturbances.filter(
      (one) => one.kind === 'platform_fault',
    )
    for (const [index, fault] of faults.entries()) {
      const next = faults[index + 1]
      if (next !== undefined) expect(fault.atMs + fault.forMs).toBeLessThanOrEqual(next.atMs)
    }
    expect(faults.length).toBeGreaterThan(50)
  })
})

test('an option that is no number is refused', () => {
  expect(() => options('--deployments many')).toThrow('--deployments is many')
})

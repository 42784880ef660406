import { expect, test } from 'vitest'
import { resumeTimes } from '@/torture/checker/resume-times'
import { openOutages } from '@/torture/world/outages'
import type { Death } from '@/torture/world/supervised'

const death = (at: number, pid = 7): Death => ({ name: 'worker-0', pid, at, signal: 'SIGKILL', by: 'us' })
const held = (at: number, heldBy: string | null, thing = 'r1') => ({ thing, heldBy, at })
const OURS = 'host/7-ab12'

test('counts from the kill until somebody holds again what the killed one held', () => {
  const holds = [held(100, OURS), held(11_000, 'host/8-cd34'), held(12_000, null)]
  expect(resumeTimes([death(1_000)], holds, [])).toEqual([{ wholeMs: 10_000, ms: 10_000 }])
})

test('leaves out what was laid down before the kill, what others held, and deaths that were no kill', () => {
  const holds = [held(100, OURS), held(200, null), held(100, 'host/77-ab12', 'r2'), held(5_000, OURS, 'r3')]
  expect(resumeTimes([death(1_000)], holds, [])).toEqual([])
  expect(resumeTimes([{ ...death(6_000), signal: null }], holds, [])).toEqual([])
})

test('deducts the times without a database or a worker from one of the two figures', () => {
  const holds = [held(100, OURS), held(11_000, 'host/8-cd34')]
  const outages = [
    { from: 0, to: 1_500 },
    { from: 4_000, to: 5_000 },
    { from: 10_900, to: 20_000 },
  ]
  expect(resumeTimes([death(1_000)], holds, outages)).toEqual([{ wholeMs: 10_000, ms: 8_400 }])
})

test('takes what nobody ever held again for endless', () => {
  expect(resumeTimes([death(1_000)], [held(100, OURS)], [{ from: 0, to: 9_000 }])).toEqual([
    { wholeMs: Number.POSITIVE_INFINITY, ms: Number.POSITIVE_INFINITY },
  ])
})

test('outages that overlap are one', () => {
  const outages = openOutages()
  const end = outages.begin()
  outages.during(-1)
  end()
  expect(outages.all()).toHaveLength(1)
})

import { expect, test } from 'vitest'
import { openPace } from '@/torture/pace'

test('what comes late makes what comes after it as late, and nothing makes up for it', async () => {
  let now = 1_000_000
  const pace = openPace(now, () => now)
  now += 5_000
  pace.reached(2_000)
  expect(pace.lagMs).toBe(3_000)
  pace.reached(4_000)
  expect(pace.lagMs).toBe(3_000)
  await pace.at(2_000)
})

test('what is planned waits for as long as the plan is behind', async () => {
  let now = 1_000_000
  const pace = openPace(now, () => now)
  now += 10
  pace.reached(0)
  const order: string[] = []
  const waiting = pace.at(5).then(() => order.push('planned'))
  order.push('before')
  now += 10
  await waiting
  expect(order).toEqual(['before', 'planned'])
})

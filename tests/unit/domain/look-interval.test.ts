import { expect, test } from 'vitest'
import { lookIntervalMs } from '@/lib/domain/look-interval'

test('a rollout is looked at soon, then every 5 s for a minute, then every 15 s', () => {
  const pauses = Array.from({ length: 16 }, (_, looks) => lookIntervalMs(looks, 0))
  expect(pauses.slice(0, 4)).toEqual([1_000, 2_000, 3_000, 5_000])
  expect(pauses.slice(12)).toEqual([5_000, 15_000, 15_000, 15_000])
  const eagerMs = pauses.slice(0, 13).reduce((sum, pause) => sum + pause, 0)
  expect(eagerMs).toBeLessThanOrEqual(60_000)
})

test('a look that was postponed for lack of room is followed by a rarer one, four times as rare at the most', () => {
  const pauses = [0, 1, 2, 3, 4, 50].map((postponed) => lookIntervalMs(20, 0, postponed))
  expect(pauses).toEqual([15_000, 30_000, 45_000, 60_000, 60_000, 60_000])
})

test('the spread makes a pause longer by a fifth at most, and never shorter', () => {
  expect([lookIntervalMs(20, 0), lookIntervalMs(20, 1)]).toEqual([15_000, 18_000])
})

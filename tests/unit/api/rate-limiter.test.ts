import { expect, test } from 'vitest'
import { rateLimiter } from '@/lib/rate-limiter'

test('a caller may make a burst, then as many as come again, and is told how long to wait', () => {
  const limiter = rateLimiter({ burst: 3, perSecond: 2 })
  expect([0, 0, 0, 0].map(() => limiter.take('a', 1000))).toEqual([0, 0, 0, 500])
  expect(limiter.take('a', 1400)).toBe(100)
  expect(limiter.take('a', 1500)).toBe(0)
  expect(limiter.take('a', 1500)).toBe(500)
})

test('callers do not use up each other’s requests', () => {
  const limiter = rateLimiter({ burst: 1, perSecond: 1 })
  expect(limiter.take('a', 0)).toBe(0)
  expect(limiter.take('a', 0)).toBe(1000)
  expect(limiter.take('b', 0)).toBe(0)
})

test('no more than the burst comes together, however long nobody asks', () => {
  const limiter = rateLimiter({ burst: 2, perSecond: 10 })
  limiter.take('a', 0)
  expect([0, 0, 0].map(() => limiter.take('a', 3_600_000))).toEqual([0, 0, 100])
})

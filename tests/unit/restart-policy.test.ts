import { expect, test } from 'vitest'
import { createRestartPolicy } from '@/scripts/restart-policy'

test('what keeps dying is started again after longer and longer pauses, and given up at the fifth death', () => {
  const policy = createRestartPolicy()
  expect([1, 2, 3, 4, 5].map(() => policy.afterDeath(100))).toEqual([500, 1000, 2000, 4000, null])
})

test('a long life clears the record', () => {
  const policy = createRestartPolicy()
  for (const lived of [100, 100, 100, 100]) policy.afterDeath(lived)
  expect(policy.afterDeath(60_000)).toBe(500)
  expect(policy.afterDeath(100)).toBe(1000)
})

import { expect, test } from 'vitest'
import { taskShares } from '@/app/(dashboard)/deployments/run-words'

test('the bar of tasks never runs over, while old and new tasks overlap', () => {
  expect(taskShares({ desired: 3, running: 1, pending: 1 })).toEqual({ running: 33, pending: 33 })
  expect(taskShares({ desired: 2, running: 3, pending: 1 })).toEqual({ running: 100, pending: 0 })
  expect(taskShares({ desired: 0, running: 0, pending: 0 })).toEqual({ running: 0, pending: 0 })
})

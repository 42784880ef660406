import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttled } from '@/app/(dashboard)/throttled'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a storm of wishes is granted at once, and once more at the end of the interval', () => {
  const work = vi.fn()
  const { ask } = throttled(work, 500)
  ask()
  ask()
  vi.advanceTimersByTime(0)
  expect(work).toHaveBeenCalledTimes(1)
  for (const _ of [1, 2, 3]) ask()
  vi.advanceTimersByTime(499)
  expect(work).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(work).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(5000)
  expect(work).toHaveBeenCalledTimes(2)
})

test('what was cancelled is not done any more', () => {
  const work = vi.fn()
  const { ask, cancel } = throttled(work, 500)
  ask()
  cancel()
  vi.advanceTimersByTime(5000)
  expect(work).not.toHaveBeenCalled()
})

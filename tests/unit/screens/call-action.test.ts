import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callAction } from '@/app/components/call-action'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the answer of an action is passed on', async () => {
  const answer = { ok: true, value: 7 } as const

  expect(await callAction(async () => answer, null)).toBe(answer)
  expect(vi.getTimerCount()).toBe(0)
})

test('a connection that breaks is a refusal in words', async () => {
  const broken = () => Promise.reject(new TypeError('Failed to fetch'))

  expect(await callAction(broken, null)).toMatchObject({ ok: false, refusal: { code: 'unreachable' } })
  expect(vi.getTimerCount()).toBe(0)
})

test('an answer that does not come within 20 seconds is a refusal that does not claim that nothing happened', async () => {
  const answer = callAction(() => new Promise<never>(() => undefined), null)
  let isAnswered = false
  void answer.then(() => {
    isAnswered = true
  })

  await vi.advanceTimersByTimeAsync(19_999)
  expect(isAnswered).toBe(false)
  await vi.advanceTimersByTimeAsync(1)

  expect(await answer).toMatchObject({
    ok: false,
    refusal: { code: 'no_answer', detail: expect.stringContaining('may still have') },
  })
})

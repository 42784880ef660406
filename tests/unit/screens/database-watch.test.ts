import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDatabaseWatch } from '@/app/components/database-watch'
import type { DatabaseTrouble } from '@/lib/postgres/errors'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A watch on a server that answers these one after the other, the last for ever. */
function watchOn(...answers: (DatabaseTrouble | 'ok' | null)[]) {
  let asked = 0
  const watch = createDatabaseWatch(async () => answers[Math.min(asked++, answers.length - 1)] ?? null)
  const seen: (DatabaseTrouble | null)[] = []
  watch.subscribe(() => seen.push(watch.trouble()))
  return { watch, seen, asked: () => asked }
}

const aMinute = () => vi.advanceTimersByTimeAsync(60_000)

test('nothing is asked as long as nobody suspects anything', async () => {
  const { watch, asked } = watchOn('away')
  await aMinute()
  expect(asked()).toBe(0)
  expect(watch.trouble()).toBeNull()
})

test('trouble is told once, and its end, by itself', async () => {
  const { watch, seen, asked } = watchOn('away', 'away', 'away', 'ok')
  watch.suspect()
  await aMinute()
  expect(seen).toEqual(['away', null])
  expect(asked()).toBe(4)
})

test('a suspicion that is unfounded tells nobody anything', async () => {
  const { watch, seen, asked } = watchOn('ok')
  watch.suspect()
  await aMinute()
  expect(seen).toEqual([])
  expect(asked()).toBe(1)
})

test('many suspicions at once are one question', async () => {
  const { watch, asked } = watchOn('ok')
  for (const _ of [1, 2, 3]) watch.suspect()
  await aMinute()
  expect(asked()).toBe(1)
  watch.suspect()
  await aMinute()
  expect(asked()).toBe(2)
})

test('a server that can’t be reached says nothing of the database: what was known stays, and it is asked again', async () => {
  const { watch, seen } = watchOn('read_only', null, null, 'ok')
  watch.suspect()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(watch.trouble()).toBe('read_only')
  await aMinute()
  expect(seen).toEqual(['read_only', null])
})

test('one kind of trouble that becomes another is told', async () => {
  const { watch, seen } = watchOn('busy', 'away', 'ok')
  watch.suspect()
  await aMinute()
  expect(seen).toEqual(['busy', 'away', null])
})

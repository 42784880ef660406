import { expect, test } from 'vitest'
import { chainWords, latenessWords, progressWords, shortImage } from '@/app/(dashboard)/deployments/row-words'
import { summary } from './screen-fixtures'

test('a start within a second is on time, a later one says by how much', () => {
  const startedAt = new Date('2026-03-03T20:00:00Z')
  expect(progressWords(summary())).toBeNull()
  expect(progressWords(summary({ startedAt, latenessMs: 999 }))).toBe('started on time')
  const finishedAt = new Date('2026-03-03T20:00:42Z')
  expect(progressWords(summary({ startedAt, finishedAt, latenessMs: 190_000 }))).toBe('3 min late, took 42 s')
})

test('lateness is told in milliseconds where it lies', () => {
  expect(latenessWords(8)).toBe('8 ms')
  expect(latenessWords(1000)).toBe('1 s')
})

test('a chain names the first and counts the rest', () => {
  expect([chainWords([]), chainWords(['API']), chainWords(['API', 'DB', 'Jobs'])]).toEqual([
    null,
    'after API',
    'after API and 2 more',
  ])
})

test('an image is cut to what tells it apart', () => {
  expect(shortImage(null)).toBe('what runs now')
  expect(shortImage('registry.example.com:5000/team/web:1.4.2')).toBe('web:1.4.2')
  expect(shortImage(`r.example/web@sha256:${'ab'.repeat(32)}`)).toBe('sha256:abababababab')
})

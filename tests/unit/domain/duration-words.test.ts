import { expect, it } from 'vitest'
import { durationWords } from '@/lib/domain/duration-words'
import { listWords } from '@/lib/domain/list-words'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

it.each([
  [-5 * HOUR, '0 s'],
  [0, '0 s'],
  [999, '0 s'],
  [42 * SECOND, '42 s'],
  [MINUTE - 1, '59 s'],
  [MINUTE, '1 min'],
  [MINUTE + 59 * SECOND, '1 min'],
  [15 * MINUTE, '15 min'],
  [HOUR, '1 h'],
  [3 * HOUR + 12 * MINUTE + 59 * SECOND, '3 h 12 min'],
  [DAY - 1, '23 h 59 min'],
  [DAY + 59 * MINUTE, '1 d'],
  [2 * DAY + 4 * HOUR + 30 * MINUTE, '2 d 4 h'],
  [400 * DAY, '400 d'],
])('%i ms are %s', (ms, words) => expect(durationWords(ms)).toBe(words))

it.each([
  [[], ''],
  [['A'], 'A'],
  [['A', 'B'], 'A and B'],
  [['A', 'B', 'C'], 'A, B and C'],
])('%j is listed as %j', (items, words) => expect(listWords(items)).toBe(words))

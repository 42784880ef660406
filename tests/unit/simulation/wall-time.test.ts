import { expect, test } from 'vitest'
import { openDice } from '@/simulation/dice'
import { instantsShowing, nextChangeMs, wallAt } from '@/simulation/people/wall-time'
import { wishFor } from '@/simulation/people/wishes'

test('a time is shown once, never or twice', () => {
  expect(instantsShowing('2027-07-01T12:00', 'Europe/Berlin')).toEqual([Date.UTC(2027, 6, 1, 10)])
  expect(instantsShowing('2027-03-28T02:30', 'Europe/Berlin')).toEqual([])
  expect(instantsShowing('2027-10-31T02:30', 'Europe/Berlin')).toEqual([
    Date.UTC(2027, 9, 31, 0, 30),
    Date.UTC(2027, 9, 31, 1, 30),
  ])
})

test('what a clock shows is cut to the minute', () => {
  expect(wallAt(Date.UTC(2027, 0, 1, 23, 59, 59, 999), 'Asia/Kolkata')).toBe('2027-01-02T05:29')
})

test('the next change of the clocks is found, where there is one', () => {
  expect(nextChangeMs('Europe/Berlin', Date.UTC(2027, 0, 1))).toBe(Date.UTC(2027, 2, 28, 1))
  expect(nextChangeMs('Asia/Tokyo', Date.UTC(2027, 0, 1))).toBeNull()
})

test('of what people wish, some is never shown by a clock, some twice, most once', () => {
  const dice = openDice(7)
  const counts = [0, 0, 0]
  for (let wishes = 0; wishes < 300; wishes += 1) {
    const { local, timezone } = wishFor(dice, Date.UTC(2027, 0, 1))
    const shown = instantsShowing(local, timezone).length
    counts[shown] = (counts[shown] ?? 0) + 1
  }
  const [never = 0, once = 0, twice = 0] = counts
  expect(never).toBeGreaterThan(3)
  expect(twice).toBeGreaterThan(3)
  expect(once).toBeGreaterThan(never + twice)
})

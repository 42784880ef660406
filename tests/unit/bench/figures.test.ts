import { describe, expect, test } from 'vitest'
import { dueOffsets } from '@/bench/due-offsets'
import { summarise } from '@/bench/figures'
import { markdown } from '@/bench/markdown'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('summarise', () => {
  test('a quantile is a sample that was measured, the nearest by rank, in whatever order they came', () => {
    const figures = summarise('lateness', 'shipclock', upTo(200).reverse())
    expect(figures).toEqual({
      ...{ bench: 'lateness', name: 'shipclock', count: 200 },
      ...{ p50_ms: 100, p95_ms: 190, p99_ms: 198, max_ms: 200 },
    })
  })

  test('of a single sample every quantile is that one', () => {
    expect(summarise('crash', 'shipclock', [7.126])).toMatchObject({
      p50_ms: 7.13,
      p99_ms: 7.13,
      max_ms: 7.13,
    })
  })

  test('where nothing was measured there is no figure, not a zero', () => {
    expect(summarise('storm', 'a peer', [])).toMatchObject({ count: 0, p50_ms: null, max_ms: null })
  })
})

describe('dueOffsets', () => {
  test('every contender gets the same instants, and another round gets others', () => {
    expect(dueOffsets(1, 200, 60_000)).toEqual(dueOffsets(1, 200, 60_000))
    expect(dueOffsets(1, 200, 60_000)).not.toEqual(dueOffsets(2, 200, 60_000))
  })

  test('they are whole milliseconds all over the span', () => {
    const offsets = dueOffsets(3, 1_000, 60_000)
    expect(offsets.every((offset) => Number.isInteger(offset) && offset >= 0 && offset < 60_000)).toBe(true)
    expect(Math.min(...offsets)).toBeLessThan(1_000)
    expect(Math.max(...offsets)).toBeGreaterThan(59_000)
  })
})

describe('markdown', () => {
  test('each benchmark has a table of its own, with the columns of all its rows, ours set off', () => {
    const ours = { ...summarise('storm', 'shipclock', [1234, 5678]), workers: 1, other_team_ms: 12.345 }
    const peer = { ...summarise('storm', 'a peer', [2]), workers: 1 }
    const crash = summarise('crash', 'shipclock', [3])
    expect(markdown([ours, peer, crash])).toBe(
      [
        '### storm',
        '',
        '| name | count | p50 ms | p95 ms | p99 ms | max ms | workers | other team ms |',
        '| --- | --: | --: | --: | --: | --: | --: | --: |',
        '| **shipclock** | 2 | 1,234 | 5,678 | 5,678 | 5,678 | 1 | 12.3 |',
        '| a peer | 1 | 2 | 2 | 2 | 2 | 1 | – |',
        '',
        '### crash',
        '',
        '| name | count | p50 ms | p95 ms | p99 ms | max ms |',
        '| --- | --: | --: | --: | --: | --: |',
        '| **shipclock** | 1 | 3 | 3 | 3 | 3 |',
      ].join('\n'),
    )
  })
})

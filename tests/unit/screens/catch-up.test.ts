import { describe, expect, test } from 'vitest'
import {
  countWords,
  groupByKind,
  isSelectable,
  labelsInShort,
} from '@/app/(dashboard)/catch-up/attention-groups'
import { catchUpHref, readCatchUpPlace } from '@/app/(dashboard)/catch-up/catch-up-place'
import { skippedTogether } from '@/app/(dashboard)/catch-up/skipped-together'
import type { AttentionKind } from '@/lib/domain/needs-attention'
import type { AttentionView, SkippedView } from '@/lib/queries/attention-views'
import { now, summary } from './screen-fixtures'

const item = (kind: AttentionKind, id: string, skipped: SkippedView[] = []): AttentionView => ({
  ...{ kind, sentence: 'Away.', deployment: summary({ id }), skipped },
})
const skipped = (id: string, keptBy: string | null = null): SkippedView => ({
  ...{ id, label: id.toUpperCase(), dueAt: now },
  keptBy: keptBy === null ? null : { id: keptBy, label: keptBy.toUpperCase() },
})

test('what waits for a worker comes first, then what was missed, then what was late; none of a kind, no title', () => {
  const groups = groupByKind([
    item('started_late', 'a'),
    item('missed', 'b'),
    item('overdue', 'c'),
    item('missed', 'd'),
  ])
  expect(groups.map(({ kind, items }) => [kind, ...items.map(({ deployment: { id } }) => id)])).toEqual([
    ['overdue', 'c'],
    ['missed', 'b', 'd'],
    ['started_late', 'a'],
  ])
  expect(groupByKind([item('missed', 'b')]).map(({ title }) => title)).toEqual(['Missed'])
})

test('what is overdue can not be selected: it is due already, and not over', () => {
  expect([item('overdue', 'a'), item('missed', 'b'), item('started_late', 'c')].map(isSelectable)).toEqual([
    ...[false, true, true],
  ])
})

test('many are named by the first and counted', () => {
  expect(labelsInShort([item('missed', 'a')])).toBe('Web in Production')
  expect(labelsInShort([item('missed', 'a'), item('missed', 'b')])).toBe('Web in Production and 1 more')
  expect([countWords(1), countWords(2)]).toEqual(['1 deployment', '2 deployments'])
})

describe('what was skipped because of several', () => {
  test('is named once', () => {
    const together = skippedTogether([
      item('missed', 'a', [skipped('x')]),
      item('missed', 'b', [skipped('x')]),
    ])
    expect(together).toEqual([skipped('x')])
  })

  test('is not kept by one that comes back too, but by one that does not', () => {
    const a = item('missed', 'a', [skipped('x', 'b'), skipped('y', 'c')])
    const b = item('missed', 'b', [skipped('x', 'a')])
    expect(skippedTogether([a])).toEqual([skipped('x', 'b'), skipped('y', 'c')])
    expect(skippedTogether([a, b])).toEqual([skipped('x'), skipped('y', 'c')])
    expect(skippedTogether([b, a])).toEqual([skipped('x'), skipped('y', 'c')])
    const other = item('missed', 'd', [skipped('x', 'e')])
    expect(skippedTogether([b, a, other])).toEqual([skipped('x', 'e'), skipped('y', 'c')])
    expect(skippedTogether([other, b, a])).toEqual([skipped('x', 'e'), skipped('y', 'c')])
  })
})

test('the address says which page, and whose reschedule form is open', () => {
  expect(catchUpHref({ cursor: null, reschedule: null })).toBe('/catch-up')
  expect(catchUpHref({ cursor: 'c', reschedule: 'd' })).toBe('/catch-up?cursor=c&reschedule=d')
  expect(readCatchUpPlace({ cursor: 'c', reschedule: ['d', 'e'] })).toEqual({ cursor: 'c', reschedule: null })
})

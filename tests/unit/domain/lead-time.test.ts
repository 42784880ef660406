import { expect, it } from 'vitest'
import { localTimeAt } from '@/lib/domain/due-time'
import { DEFAULT_LEAD_MINUTES, dependencyDueAt } from '@/lib/domain/lead-time'

it('a dependency is due its lead time before its dependent', () => {
  const dueAt = dependencyDueAt(new Date('2026-03-03T15:00:00Z'), DEFAULT_LEAD_MINUTES)
  expect(dueAt).toEqual(new Date('2026-03-03T14:45:00Z'))
})

it('lead minutes are real minutes, though the clocks between say something else', () => {
  const dueAt = dependencyDueAt(new Date('2026-03-08T07:05:00Z'), 15)
  expect(localTimeAt(dueAt, 'America/New_York').local).toBe('2026-03-08T01:50')
})

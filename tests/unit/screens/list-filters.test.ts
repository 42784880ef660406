import { expect, test } from 'vitest'
import { isNarrowed, listHref, readFilters } from '@/app/(dashboard)/deployments/list-filters'

const readBack = (href: string) =>
  readFilters(Object.fromEntries(new URL(href, 'http://localhost').searchParams))

test('an address carries the filters there and back', () => {
  const filters = readFilters({
    view: 'past',
    status: 'failed,missed',
    application: 'web',
    environment: 'production',
    q: 'a & b',
    cursor: 'abc',
  })
  expect(filters.statuses).toEqual(['failed', 'missed'])
  expect(readBack(listHref(filters))).toEqual(filters)
})

test('states that a view cannot show, and words that are no states, are not filtered by', () => {
  expect(readFilters({ status: 'succeeded,running,nonsense' }).statuses).toEqual(['running'])
  expect(readFilters({ view: 'past', status: 'running' }).statuses).toEqual([])
  expect(readFilters({ view: 'sideways' }).view).toBe('upcoming')
})

test('the plain list has the plain address', () => {
  expect(listHref(readFilters({}))).toBe('/deployments')
  expect(isNarrowed(readFilters({ view: 'past' }))).toBe(false)
  expect(isNarrowed(readFilters({ q: 'web' }))).toBe(true)
})

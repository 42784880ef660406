import { describe, expect, test } from 'vitest'
import { isWithin } from '@/app/(dashboard)/destinations'
import { scheduleHref } from '@/app/(dashboard)/schedule-href'
import { readReturnPath } from '@/app/sign-in/return-path'

describe('after signing in', () => {
  test.each([
    ['/deployments/1?tab=a', '/deployments/1?tab=a'],
    ['http://evil.example/deployments', '/deployments'],
    ['//evil.example/x', '/deployments'],
    ['/\\evil.example', '/deployments'],
    ['/.//evil.example', '/deployments'],
    ['javascript:alert(1)', '/deployments'],
    ['http://here.invalid.evil.example/x', '/deployments'],
    ['/sign-in?error=x', '/deployments'],
    ['/', '/deployments'],
    ['calendar', '/calendar'],
    [undefined, '/deployments'],
    [['/a', '/b'], '/deployments'],
  ])('%s leads to %s', (wish, path) => {
    expect(readReturnPath(wish)).toBe(path)
  })
})

describe('the schedule form', () => {
  test('opens over the page where that can be, which stays as it is behind', () => {
    expect(scheduleHref('/deployments', 'view=past')).toBe('/deployments?view=past&schedule=1')
    expect(scheduleHref('/calendar', '')).toBe('/calendar?schedule=1')
  })

  test('opened from an application is about that one', () => {
    expect(scheduleHref('/applications/web', '')).toBe('/applications/web?schedule=1&app=web')
  })

  test('opens over the list from everywhere else', () => {
    expect(scheduleHref('/settings/members', 'x=1')).toBe('/deployments?schedule=1')
    expect(scheduleHref('/applications', '')).toBe('/deployments?schedule=1')
  })
})

test('a page belongs to the destination whose path it is below', () => {
  const applications = { label: 'Applications', href: '/applications' }

  expect(isWithin('/applications', applications)).toBe(true)
  expect(isWithin('/applications/web', applications)).toBe(true)
  expect(isWithin('/applications-of-others', applications)).toBe(false)
})

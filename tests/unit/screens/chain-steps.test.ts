import { expect, test } from 'vitest'
import { chainSteps } from '@/app/(dashboard)/deployments/chain-steps'
import { taskShares } from '@/app/(dashboard)/deployments/run-words'
import { detailWithApi, summary } from './screen-fixtures'

test('a chain stands in the order in which it is due, each step once', () => {
  const web = detailWithApi({
    dependents: [{ leadMinutes: 5, deployment: summary({ id: 'after' }) }],
  })
  const database = summary({ id: 'db', dueAt: new Date('2026-03-03T19:00:00Z') })
  const chains = new Map([
    ['d1', web.dependencies],
    ['d2', [{ leadMinutes: 45, deployment: database }]],
  ])
  expect(chainSteps(web, chains).map(({ deployment, role }) => [deployment.id, role])).toEqual([
    ['db', 'before'],
    ['d2', 'before'],
    ['d1', 'this'],
    ['after', 'after'],
  ])
})

test('the bar of tasks never runs over, while old and new tasks overlap', () => {
  expect(taskShares({ desired: 3, running: 1, pending: 1 })).toEqual({ running: 33, pending: 33 })
  expect(taskShares({ desired: 2, running: 3, pending: 1 })).toEqual({ running: 100, pending: 0 })
  expect(taskShares({ desired: 0, running: 0, pending: 0 })).toEqual({ running: 0, pending: 0 })
})

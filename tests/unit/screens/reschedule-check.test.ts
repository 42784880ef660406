import { expect, test } from 'vitest'
import { checkReschedule } from '@/app/(dashboard)/deployments/reschedule-check'
import { rescheduleOrderOf, rescheduleValuesOf } from '@/app/(dashboard)/deployments/reschedule-order'
import { PLAIN_EDGE } from '@/lib/domain/edge-rule'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import { detailWithApi, now, summary, viewer } from './screen-fixtures'

test('what was made with a deployment is shown to move with it', () => {
  const detail = detailWithApi()
  const check = checkReschedule(
    { ...rescheduleValuesOf(detail), time: '16:30' },
    { deployment: detail, skipped: [], freezes: [] },
    viewer,
    now,
  )
  expect(check.summary).toContain('API in Production at 16:15, then Web in Production at 16:30')
})

test('a time at which the dependency would be in the past offers the earliest possible', () => {
  const detail = detailWithApi()
  const check = checkReschedule(
    { ...rescheduleValuesOf(detail), time: '07:10' },
    { deployment: detail, skipped: [], freezes: [] },
    viewer,
    now,
  )
  expect(check).toMatchObject({ summary: null, earliest: new Date('2026-03-03T12:16:00Z') })
})

test('it cannot be moved behind what waits for it', () => {
  const release = summary({
    id: 'd3',
    application: { id: 'a5', name: 'Release', slug: 'release' },
    dueAt: new Date('2026-03-03T21:00:00Z'),
  })
  const detail = detailWithApi({ dependents: [{ leadMinutes: 60, rule: PLAIN_EDGE, deployment: release }] })
  const check = checkReschedule(
    { ...rescheduleValuesOf(detail), time: '16:01' },
    { deployment: detail, skipped: [], freezes: [] },
    viewer,
    now,
  )
  expect(check.problems[0]?.message).toContain('Release in Production waits for it and is due')
})

test('what was skipped is shown to come back with it, unless something else keeps it or nobody wants it', () => {
  const missed = summary({ status: 'missed', dueAt: new Date('2026-03-03T08:00:00Z') })
  const deployment = { ...missed, dependencies: [], dependents: [], reverts: null, runs: [] }
  const values = { ...rescheduleValuesOf(deployment), time: '16:30', withSkipped: true }
  const dueAt = new Date('2026-03-03T08:10:00Z')
  const skipped = [
    { id: 's1', label: 'Shop in Production', dueAt, keptBy: null },
    { id: 's2', label: 'Mail in Production', dueAt, keptBy: { id: 'd9', label: 'DB in Production' } },
  ]
  const summaryOf = (withSkipped: boolean) =>
    checkReschedule({ ...values, withSkipped }, { deployment, skipped, freezes: [] }, viewer, now).summary
  expect(summaryOf(true)).toMatch(/^Web in Production at 16:30, then Shop in Production at 16:40, T/)
  expect(summaryOf(false)).toMatch(/^Web in Production at 16:30, T/)
  expect(rescheduleOrderOf(values, deployment)).toMatchObject({ withSkipped: true })
})

test('only what was changed is sent', () => {
  const deployment = summary({ image: 'r.example/web:1', note: 'first' })
  const values = rescheduleValuesOf(deployment)
  expect(rescheduleOrderOf(values, deployment)).toEqual({ id: 'd1', due: null, startDeadlineMinutes: null })
  expect(rescheduleOrderOf({ ...values, note: '', image: 'r.example/web:2' }, deployment)).toEqual({
    ...{ id: 'd1', due: null, startDeadlineMinutes: null },
    ...{ note: null, image: 'r.example/web:2' },
  })
  expect(rescheduleOrderOf({ ...values, time: '15:01', startDeadlineMinutes: 5 }, deployment)).toMatchObject({
    due: { local: '2026-03-03T15:01' },
    startDeadlineMinutes: 5,
  })
})

test('a missed deployment is given its new chance even at the very time it had', () => {
  const missed = summary({ status: 'missed', dueAt: new Date('2026-03-03T20:00:00Z') })
  expect(rescheduleOrderOf(rescheduleValuesOf(missed), missed)?.due).toMatchObject({
    local: '2026-03-03T15:00',
  })
})

test('what is to revert it is said to move along, and is not in its way', () => {
  const base = detailWithApi()
  const revert = { id: 'd3', status: 'scheduled' as const, dueAt: new Date('2026-03-03T21:00:00Z') }
  const reverting = {
    leadMinutes: 60,
    rule: PLAIN_EDGE,
    deployment: { ...base, ...revert, revertsId: base.id },
  }
  const deployment = { ...base, revert, dependents: [reverting] }
  const values = { ...rescheduleValuesOf(deployment), time: '17:00' }
  const { summary, problems } = checkReschedule(values, { deployment, skipped: [], freezes: [] }, viewer, now)
  expect(problems).toEqual([])
  expect(summary).toContain('then Web in Production at 17:00, then the revert of Web in Production at 18:00')
})

const freeze: FreezeWindow = {
  ...{ id: 'f', effect: 'freeze', reason: 'Sale', environmentId: 'e1', applicationId: 'a1' },
  span: {
    ...{ kind: 'once', timezone: 'UTC' },
    ...{ startsAt: new Date('2026-03-03T20:00:00Z'), endsAt: new Date('2026-03-03T22:00:00Z') },
  },
}

test('a freeze that would hold what is moved along is said, with the next time at which none is held', () => {
  const detail = detailWithApi()
  const facts = { deployment: detail, skipped: [], freezes: [freeze] }
  const values = { ...rescheduleValuesOf(detail), time: '16:00' }
  expect(checkReschedule(values, facts, viewer, now)).toMatchObject({
    summary: null,
    freeze: { label: 'API in Production', nextFree: new Date('2026-03-03T22:15:00Z') },
    problems: [{ path: 'freeze' }],
  })
  const held = checkReschedule({ ...values, hold: true }, facts, viewer, now)
  expect(held).toMatchObject({ problems: [], freeze: { label: 'API in Production' } })
  expect(held.summary).not.toBeNull()
})

test('a deployment that keeps its time can be changed whatever freezes it', () => {
  const detail = detailWithApi({ dueAt: new Date('2026-03-03T20:30:00Z'), localTime: '2026-03-03T15:30' })
  const facts = { deployment: detail, skipped: [], freezes: [freeze] }
  const values = { ...rescheduleValuesOf(detail), note: 'changed' }
  expect(checkReschedule(values, facts, viewer, now)).toMatchObject({ problems: [], freeze: null })
})

import { describe, expect, test } from 'vitest'
import { checkSchedule } from '@/app/(dashboard)/schedule/schedule-check'
import { scheduleOrderOf, scheduleOrderSchema } from '@/app/(dashboard)/schedule/schedule-order'
import { PLAIN_EDGE } from '@/lib/domain/edge-rule'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import { dependencyValues, now, options, scheduleValues, viewer } from './screen-fixtures'

const check = (patch: Parameters<typeof scheduleValues>[0]) =>
  checkSchedule(scheduleValues(patch), options, viewer, now)

test('a complete form says in words what will happen', () => {
  const { summary, problems } = check({ dependencies: [dependencyValues()] })
  expect(problems).toEqual([])
  expect(summary).toBe(
    'API in Production at 14:45, then Web in Production at 15:00, Tuesday 3 March 2026, in New York; in 7 h 45 min.',
  )
})

test('what follows another says that its time is only the earliest, and sends its rule', () => {
  const follows = { follows: true, delayMinutes: 5, whenLate: 'skip' as const, lateAfterMinutes: 30 }
  const values = scheduleValues({ dependencies: [dependencyValues(follows)] })
  const { summary, problems } = checkSchedule(values, options, viewer, now)
  expect(problems).toEqual([])
  expect(summary).toBe(
    'API in Production at 14:55, then Web in Production at 15:00, Tuesday 3 March 2026, in New York; in 7 h 55 min. Web in Production starts then at the earliest, 5 min after API in Production has succeeded.',
  )
  expect(scheduleOrderOf(values, 'k'.repeat(16))?.dependencies).toMatchObject([
    { leadMinutes: null, rule: { delayMinutes: 5, whenLate: 'skip', lateAfterMinutes: 30 } },
  ])
})

test('a delay and a time to be done in are whole minutes', () => {
  const wrong = dependencyValues({ follows: true, delayMinutes: '', whenLate: 'fail', lateAfterMinutes: -1 })
  expect(check({ dependencies: [wrong] }).problems).toMatchObject([
    { path: 'dependencies.0.delayMinutes' },
    { path: 'dependencies.0.lateAfterMinutes' },
  ])
})

test('the words count in the zone of whoever reads them too', () => {
  const berlin = { timezone: 'Europe/Berlin', hour12: false }
  expect(checkSchedule(scheduleValues(), options, berlin, now).summary).toContain('in your zone 21:00')
})

test('a deployment to wait for that was scheduled before is part of the words', () => {
  const { summary } = check({ dependencies: [dependencyValues({ kind: 'existing', deploymentId: 'd9' })] })
  expect(summary).toContain('API in Staging at 14:00, then Web in Production at 15:00')
})

test('what is missing is known but not yet wrong', () => {
  const { summary, problems } = check({ application: null, date: null })
  expect(summary).toBeNull()
  expect(problems.map(({ path, missing }) => ({ path, missing }))).toEqual([
    { path: 'application', missing: true },
    { path: 'date', missing: true },
  ])
})

test('an application with several environments needs one of them to be chosen', () => {
  expect(check({ application: 'api' }).problems).toMatchObject([{ path: 'environment', missing: true }])
  expect(check({ application: 'api', environment: 'staging' }).problems).toEqual([])
})

test('an application without a target cannot be scheduled', () => {
  expect(check({ application: 'idle' }).problems).toMatchObject([
    { path: 'application', message: 'Idle has no target yet.' },
  ])
})

test('a bare tag is an image only where the target has a repository', () => {
  expect(check({ image: '1.4.2' }).problems).toMatchObject([{ path: 'image', missing: false }])
  expect(check({ application: 'api', environment: 'staging', image: '1.4.2' }).problems).toEqual([])
})

test('each problem stands at the field of its own dependency', () => {
  const { problems } = check({
    dependencies: [
      dependencyValues(),
      dependencyValues({ application: null }),
      dependencyValues({ leadMinutes: '', environment: 'staging' }),
      dependencyValues({ kind: 'existing' }),
    ],
  })
  expect(problems.map(({ path }) => path)).toEqual([
    'dependencies.1.application',
    'dependencies.2.leadMinutes',
    'dependencies.3.deploymentId',
  ])
})

test('a dependency that would be due in the past offers the earliest possible time', () => {
  const { problems, earliest, summary } = check({
    time: '07:10',
    dependencies: [dependencyValues({ leadMinutes: 15 })],
  })
  expect(summary).toBeNull()
  expect(problems).toMatchObject([{ path: 'dependencies' }])
  // 07:00 now: the API no earlier than 07:01, and so Web no earlier than 07:16.
  expect(earliest).toEqual(new Date('2026-03-03T12:16:00Z'))
})

test('an existing dependency that is due later is refused at its row', () => {
  const { problems } = check({
    time: '13:00',
    dependencies: [dependencyValues({ kind: 'existing', deploymentId: 'd9' })],
  })
  expect(problems).toMatchObject([{ path: 'dependencies.0.deploymentId' }])
})

test('a hole in the clock and an hour shown twice stand at their fields', () => {
  expect(check({ date: '2026-03-08', time: '02:30' }).problems).toMatchObject([{ path: 'time' }])
  expect(check({ date: '2026-11-01', time: '01:30' }).problems).toMatchObject([{ path: 'overlap' }])
})

test('lead times and deadlines are whole minutes up to a week', () => {
  for (const startDeadlineMinutes of [0, -1, 1.5, 10_081, 'soon']) {
    expect(check({ startDeadlineMinutes }).problems).toMatchObject([{ path: 'startDeadlineMinutes' }])
  }
})

test('what the form sends is what its action accepts', () => {
  const values = scheduleValues({
    image: ' 1.4.2 ',
    dependencies: [
      dependencyValues(),
      dependencyValues({ kind: 'existing', deploymentId: '018f0000-0000-7000-8000-000000000001' }),
    ],
  })
  const order = scheduleOrderOf(values, 'k'.repeat(32))
  expect(scheduleOrderSchema.parse(order)).toEqual({
    application: 'web',
    environment: null,
    image: '1.4.2',
    due: { kind: 'local', local: '2026-03-03T15:00', timezone: 'America/New_York', overlap: null },
    dependencies: [
      {
        ...{ kind: 'new', application: 'api', environment: 'production', image: null, leadMinutes: 15 },
        rule: PLAIN_EDGE,
      },
      { kind: 'existing', deploymentId: '018f0000-0000-7000-8000-000000000001', rule: PLAIN_EDGE },
    ],
    startDeadlineMinutes: 60,
    note: null,
    requestKey: 'k'.repeat(32),
    hold: false,
  })
})

describe('a freeze', () => {
  const freezes: FreezeWindow[] = [
    {
      ...{ id: 'f', effect: 'freeze', reason: 'Sale', environmentId: null, applicationId: 'a2' },
      span: {
        ...{ kind: 'once', timezone: 'UTC' },
        ...{ startsAt: new Date('2026-03-03T19:00:00Z'), endsAt: new Date('2026-03-03T21:00:00Z') },
      },
    },
  ]
  const frozen = { ...options, freezes }

  test('at the chosen time is a problem until the form says to hold it', () => {
    const check = checkSchedule(scheduleValues(), frozen, viewer, now)
    expect(check).toMatchObject({
      ...{ summary: null, problems: [{ path: 'freeze' }] },
      freeze: { label: 'Web in Production', nextFree: new Date('2026-03-03T21:00:00Z') },
    })
    const held = checkSchedule(scheduleValues({ hold: true }), frozen, viewer, now)
    expect(held).toMatchObject({ problems: [], freeze: { freeze: { reason: 'Sale' } } })
    expect(held.summary).not.toBeNull()
  })

  test('that ends at the chosen time is in nobody’s way', () => {
    const check = checkSchedule(scheduleValues({ time: '16:00' }), frozen, viewer, now)
    expect(check).toMatchObject({ problems: [], freeze: null })
  })

  test('of another application is not either', () => {
    const api = scheduleValues({ application: 'api', environment: 'staging' })
    expect(checkSchedule(api, frozen, viewer, now)).toMatchObject({ problems: [], freeze: null })
  })
})

test('an empty start deadline is the environment’s', () => {
  const values = scheduleValues({ startDeadlineMinutes: '' })
  expect(checkSchedule(values, options, viewer, now).problems).toEqual([])
  expect(scheduleOrderOf(values, 'k'.repeat(16))).toMatchObject({ startDeadlineMinutes: null })
})

test('by when all must be done: the starts follow from what the runs took, and the words say the slack', () => {
  const values = scheduleValues({ isFinish: true, dependencies: [dependencyValues()] })
  const { summary, problems } = checkSchedule(values, options, viewer, now)
  expect(problems).toEqual([])
  expect(summary).toBe(
    'API in Production at 14:42, then Web in Production at 14:50, Tuesday 3 March 2026, in New York; in 7 h 42 min. API in Production takes up to 8 min and Web in Production takes up to 10 min. Slack: 7 h 42 min until the first has to start.',
  )
  expect(scheduleOrderOf(values, 'k'.repeat(16))).toMatchObject({
    ...{ isFinish: true, dependencies: [{ leadMinutes: null }] },
  })
})

test('where there is not enough time for that, the earliest end is offered', () => {
  const { problems, earliest } = check({ isFinish: true, time: '07:10', dependencies: [dependencyValues()] })
  expect(problems).toMatchObject([{ path: 'time' }])
  // 07:00 now: the API no earlier than 07:01, Web at 07:09.
  expect(earliest).toEqual(new Date('2026-03-03T12:19:00Z'))
})

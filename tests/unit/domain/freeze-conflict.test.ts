import { expect, it } from 'vitest'
import { findFreezeConflict, respectFreezes } from '@/lib/domain/freeze-conflict'
import type { FreezeWindow } from '@/lib/domain/freeze-window'

const at = (time: string) => new Date(`2026-12-03T${time}Z`)
const web = { label: 'Web', place: { environmentId: 'production', applicationId: 'web' } }
const api = { label: 'API', place: { environmentId: 'production', applicationId: 'api' } }

function window(from: string, until: string, applicationId: string | null = null): FreezeWindow {
  const span = { kind: 'once', startsAt: at(from), endsAt: at(until), timezone: 'UTC' } as const
  return { id: from, effect: 'freeze', reason: 'Sale', environmentId: null, applicationId, span }
}

it('what is due outside of every window is in no conflict', () => {
  const plan = [{ ...web, dueAt: at('12:00:00') }]
  expect(
    findFreezeConflict(plan, [window('10:00:00', '12:00:00'), window('12:00:00', '13:00:00', 'api')]),
  ).toBeNull()
})

it('a conflict says what is held, by what, and the first whole minute that is free', () => {
  const plan = [{ ...web, dueAt: at('11:00:00') }]
  expect(findFreezeConflict(plan, [window('10:00:00', '12:00:30')])).toEqual({
    ...{ kind: 'freeze_conflict', label: 'Web', dueAt: at('11:00:00'), nextFree: at('12:01:00') },
    freeze: { effect: 'freeze', reason: 'Sale', endsAt: at('12:00:30') },
  })
})

it('a dependency made with it that is held moves the slot of the whole plan', () => {
  const plan = [
    { ...web, dueAt: at('12:00:00') },
    { ...api, dueAt: at('11:45:00') },
  ]
  const conflict = findFreezeConflict(plan, [window('11:00:00', '12:00:00')])
  expect(conflict).toMatchObject({ label: 'API', dueAt: at('11:45:00'), nextFree: at('12:15:00') })
})

it('where moving one out of a freeze moves another into one, both are moved on', () => {
  const plan = [
    { ...web, dueAt: at('12:00:00') },
    { ...api, dueAt: at('11:45:00') },
  ]
  const windows = [window('11:00:00', '12:00:00', 'api'), window('12:10:00', '14:00:00', 'web')]
  expect(findFreezeConflict(plan, windows)?.nextFree).toEqual(at('14:00:00'))
})

it('where no end is known there is no slot to offer', () => {
  const span = {
    kind: 'weekly',
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    from: '00:00',
    until: '00:00',
    timezone: 'UTC',
  } as const
  const conflict = findFreezeConflict([{ ...web, dueAt: at('12:00:00') }], [{ ...window('1', '2'), span }])
  expect(conflict).toMatchObject({ nextFree: null, freeze: { endsAt: null } })
})

it('a plan that a freeze would hold is refused, unless it shall be held', () => {
  const plan = [
    { ...web, dueAt: at('12:00:00'), startDeadlineAt: at('12:30:00') },
    { ...api, dueAt: at('11:45:00'), startDeadlineAt: at('12:15:00') },
  ]
  const windows = [window('11:00:00', '12:00:00')]
  expect(respectFreezes(plan, { windows, hold: false })).toMatchObject({
    refusal: { kind: 'freeze_conflict', label: 'API' },
  })
  const held = respectFreezes(plan, { windows, hold: true })
  // How late it may start counts from the end of the freeze; of what is not held nothing changes.
  expect(held).toMatchObject({
    value: [{ startDeadlineAt: at('12:30:00') }, { startDeadlineAt: at('12:30:00'), dueAt: at('11:45:00') }],
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
beforeAll(async () => {
  api = await openApiUnderTest()
})
afterAll(() => api.close())

const year = new Date().getUTCFullYear() + 1
const once = {
  ...{ reason: 'Year end', environment: 'production', timezone: 'Europe/Berlin' },
  ...{ starts_at: `${year}-12-23T18:00`, ends_at: `${year}-12-27T08:00` },
}

describe('/freezes', () => {
  test('makes, lists, changes and deletes them', async () => {
    const made = await api.call('POST', '/freezes', { body: once })
    expect(made).toMatchObject({
      status: 201,
      body: {
        result: {
          ...{ effect: 'freeze', reason: 'Year end', environment: 'production', application: null },
          ...{ starts_at: `${year}-12-23T17:00:00.000Z`, ends_at: `${year}-12-27T07:00:00.000Z` },
          ...{ weekdays: null, from: null, until: null, timezone: 'Europe/Berlin' },
          created_by: `${api.team.admin.label} (token test)`,
        },
      },
    })
    const { id } = made.body.result
    expect((await api.call('GET', `/freezes/${id}`)).body).toEqual(made.body)
    const weekly = { effect: 'allow', weekdays: [4, 1], from: '09:00', until: '16:00', environment: null }
    const changed = await api.call('PATCH', `/freezes/${id}`, { body: weekly })
    expect(changed.body.result).toMatchObject({
      ...{ effect: 'allow', reason: 'Year end', environment: null, starts_at: null, ends_at: null },
      ...{ weekdays: [1, 4], from: '09:00', until: '16:00', timezone: 'UTC' },
    })
    expect((await api.call('GET', '/freezes')).body).toEqual({
      ...{ result: [changed.body.result], next_cursor: null },
    })
    const renamed = await api.call('PATCH', `/freezes/${id}`, { body: { reason: 'Hours' } })
    expect(renamed.body.result).toEqual({ ...changed.body.result, reason: 'Hours' })
    expect(await api.call('DELETE', `/freezes/${id}`)).toMatchObject({ body: { result: { id } } })
    expect((await api.call('GET', `/freezes/${id}`)).status).toBe(404)
  })

  test.each([
    [{ reason: 'No time' }, 'starts_at'],
    [{ reason: 'Half', starts_at: '2027-01-01T00:00' }, 'ends_at'],
    [{ ...once, ends_at: once.starts_at }, 'ends_at'],
    [{ ...once, weekdays: [1] }, 'weekdays'],
    [{ ...once, timezone: 'Mars/Olympus' }, 'timezone'],
    [{ ...once, starts_at: 'Christmas' }, 'starts_at'],
    [{ reason: 'Nights', weekdays: [1], from: '22:00' }, 'until'],
    [{ reason: 'Nights', weekdays: [1], from: '22:00', until: '25:00' }, 'until'],
    [{ reason: 'Nights', weekdays: [8], from: '22:00', until: '23:00' }, 'weekdays.0'],
  ])('%j is refused, naming the member', async (body, path) => {
    const refused = await api.call('POST', '/freezes', { body })
    expect({ status: refused.status, path: refused.body.errors[0]?.path }).toEqual({ status: 400, path })
  })
})

describe('scheduling into a freeze', () => {
  const order = {
    ...{ app: 'web', environment: 'production', timezone: 'Europe/Berlin' },
    at: `${year}-12-24T12:00`,
  }
  beforeAll(async () => {
    await api.call('POST', '/freezes', { body: once })
  })

  test('is refused with the reason, its end and the next free time', async () => {
    const refused = await api.call('POST', '/scheduled_deployments', { body: order })
    expect(refused).toMatchObject({
      status: 422,
      body: {
        ...{ code: 'freeze_conflict', held: 'Web in Production', reason: 'Year end' },
        ...{ ends_at: `${year}-12-27T07:00:00.000Z`, next_free: `${year}-12-27T07:00:00.000Z` },
        errors: [{ path: 'at' }],
      },
    })
    const { next_free: at } = refused.body
    const again = await api.call('POST', '/scheduled_deployments', { body: { ...order, at } })
    expect(again.status).toBe(201)
  })

  test('with hold is accepted, and so is moving it there', async () => {
    const held = await api.call('POST', '/scheduled_deployments', { body: { ...order, hold: true } })
    expect(held).toMatchObject({
      status: 201,
      body: { result: { status: 'scheduled', start_deadline_at: `${year}-12-27T08:00:00.000Z` } },
    })
    const { id } = held.body.result
    const move = { at: `${year}-12-25T12:00`, timezone: 'Europe/Berlin' }
    const refused = await api.call('PATCH', `/scheduled_deployments/${id}`, { body: move })
    expect(refused).toMatchObject({ status: 422, body: { code: 'freeze_conflict' } })
    const moved = await api.call('PATCH', `/scheduled_deployments/${id}`, { body: { ...move, hold: true } })
    expect(moved.status).toBe(200)
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiUnderTest, nextYear, nextYearAt, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
beforeAll(async () => {
  api = await openApiUnderTest()
})
afterAll(() => api.close())

const seed = () => ({
  ...{ app: 'web', environment: 'production', dependency: 'api' },
  ...{ ...nextYear(), hour: 15, minute: 0, timezone: 'America/New_York' },
})

test('the first client’s body schedules a deployment and its dependency a quarter of an hour before', async () => {
  const { year } = nextYear()
  const { status, body, headers } = await api.call('POST', '/scheduled_deployments', { body: seed() })
  expect(body).toMatchObject({
    result: {
      ...{ status: 'scheduled', app: 'web', environment: 'production', image: null },
      app_id: api.team.applications.web.id,
      environment_id: api.team.environmentId,
      due_at: `${year}-06-15T19:00:00.000Z`,
      ...{ year, month: 6, day: 15, hour: 15, minute: 0, original_timezone: 'America/New_York' },
      start_deadline_at: `${year}-06-15T20:00:00.000Z`,
      ...{ started_at: null, finished_at: null, lateness_ms: null, note: null },
      created_by: expect.stringContaining('(token test)'),
      dependency: {
        ...{ app: 'api', status: 'scheduled', dependency: null, dependencies: [] },
        due_at: `${year}-06-15T18:45:00.000Z`,
      },
      dependencies: [{ app: 'api', lead_minutes: 15, due_at: `${year}-06-15T18:45:00.000Z` }],
    },
  })
  expect(status).toBe(201)
  expect(headers.get('location')).toBe(`/api/v1/scheduled_deployments/${body.result.id}`)
})

test('the answer names the wake-up that is due with the deployment', async () => {
  const { body } = await api.call('POST', '/scheduled_deployments', { body: seed() })
  const [job] = await api.sql('SELECT start_after, data FROM pgboss.job WHERE id = $1', [
    body.result.entry_key,
  ])
  expect(job).toMatchObject({
    start_after: new Date(body.result.due_at),
    data: { kind: 'deployment', deploymentId: body.result.id },
  })
})

test('numbers may come as a form in a browser sends them', async () => {
  const form = { ...seed(), year: String(nextYear().year), month: '06', day: '15', hour: '15', minute: '00' }
  const fields = { ...form, environment: 'staging', image: '', note: '', dependency: '' }
  const { status, body } = await api.call('POST', '/scheduled_deployments', { body: fields })
  expect(status).toBe(201)
  expect(body.result).toMatchObject({
    hour: 15,
    image: null,
    note: null,
    dependency: null,
    environment: 'staging',
  })
})

test('a time can be given as a local one with its zone, or as an instant', async () => {
  const dueAt = async (time: object) => {
    const { body } = await api.call('POST', '/scheduled_deployments', { body: { app: 'worker', ...time } })
    return [body.result.due_at, body.result.original_timezone, body.result.hour]
  }
  const { year } = nextYear()
  const noon = `${year}-06-15T10:00:00.000Z`
  expect(await dueAt({ at: nextYearAt('12:00'), timezone: 'Europe/Berlin' })).toEqual([
    noon,
    'Europe/Berlin',
    12,
  ])
  expect(await dueAt({ at: nextYearAt('10:00:00Z') })).toEqual([noon, 'UTC', 10])
  expect(await dueAt({ at: nextYearAt('12:00+02:00'), timezone: 'Asia/Tokyo' })).toEqual([
    noon,
    'Asia/Tokyo',
    19,
  ])
  const exact = `${year}-06-15T10:00:07.250Z`
  expect(await dueAt({ at: exact })).toEqual([exact, 'UTC', 10])
})

test('of a local time that exists twice the chosen one is taken', async () => {
  const at = await lastSundayOfOctober()
  const schedule = (overlap: string) =>
    api.call('POST', '/scheduled_deployments', {
      body: { app: 'worker', at: `${at}T02:30`, timezone: 'Europe/Berlin', overlap },
    })
  const earlier = await schedule('earlier')
  const later = await schedule('later')
  expect(earlier.body.result).toMatchObject({ due_at: `${at}T00:30:00.000Z`, overlap: 'earlier' })
  expect(later.body.result).toMatchObject({ due_at: `${at}T01:30:00.000Z`, overlap: 'later' })
})

test('a chain of dependencies is nested along the first of each', async () => {
  const body = {
    ...{
      app: 'web',
      environment: 'production',
      at: nextYearAt('09:00'),
      timezone: 'UTC',
      note: 'as planned',
    },
    start_deadline_minutes: 5,
    dependencies: [
      { app: 'api', image: '2.0', lead_minutes: 30, dependencies: [{ app: 'worker', lead_minutes: 10 }] },
    ],
  }
  const { body: answer } = await api.call('POST', '/scheduled_deployments', { body })
  expect(answer.result).toMatchObject({
    ...{ note: 'as planned', start_deadline_at: `${nextYear().year}-06-15T09:05:00.000Z` },
    dependency: {
      image: 'registry.example/shipclock-demo/api:2.0',
      due_at: `${nextYear().year}-06-15T08:30:00.000Z`,
      dependency: { app: 'worker', due_at: `${nextYear().year}-06-15T08:20:00.000Z`, dependency: null },
    },
  })
})

test('a deployment can wait for one that is scheduled already', async () => {
  const first = await api.call('POST', '/scheduled_deployments', {
    body: { app: 'worker', at: nextYearAt('06:00:00Z') },
  })
  const dependencies = [{ deployment: first.body.result.id }]
  const second = await api.call('POST', '/scheduled_deployments', {
    body: { app: 'web', environment: 'staging', at: nextYearAt('07:00:00Z'), dependencies },
  })
  expect(second.body.result.dependency).toEqual(first.body.result)
})

test('what was scheduled can be read, moved, changed, and cancelled with its dependencies', async () => {
  const { body: made } = await api.call('POST', '/scheduled_deployments', { body: seed() })
  const path = `/scheduled_deployments/${made.result.id}`
  expect((await api.call('GET', path)).body).toEqual(made)

  const change = { at: nextYearAt('16:00'), timezone: 'America/New_York', note: 'later', image: '3.1' }
  const moved = await api.call('PATCH', path, { body: change })
  expect(moved.status).toBe(200)
  expect(moved.body.result).toMatchObject({
    ...{ hour: 16, note: 'later', image: 'registry.example/shipclock-demo/web:3.1' },
    dependency: { hour: 15, minute: 45 },
  })
  expect((await api.call('PATCH', path, { body: { note: null } })).body.result).toMatchObject({
    note: null,
    hour: 16,
  })

  const cancelled = await api.call('DELETE', path)
  expect(cancelled.status).toBe(200)
  expect(cancelled.body.result).toMatchObject({ status: 'cancelled', dependency: { status: 'cancelled' } })
})

test('run now makes it due at once, and the timeline tells of it', async () => {
  const { body: made } = await api.call('POST', '/scheduled_deployments', { body: seed() })
  const path = `/scheduled_deployments/${made.result.id}`
  const ran = await api.call('POST', `${path}/run_now`)
  expect(ran.status).toBe(200)
  expect(Date.parse(ran.body.result.due_at)).toBeLessThan(Date.parse(made.result.due_at))

  const timeline = await api.call('GET', `${path}/events?limit=1`)
  expect(timeline.body.result).toMatchObject([
    {
      event: 'deployment.scheduled',
      from_status: null,
      to_status: 'scheduled',
      actor: made.result.created_by,
    },
  ])
  const rest = await api.call('GET', `${path}/events?cursor=${timeline.body.next_cursor}`)
  expect(rest.body).toMatchObject({ result: [{ event: 'deployment.run_now' }], next_cursor: null })
})

test('one that failed can be retried', async () => {
  const { body: made } = await api.call('POST', '/scheduled_deployments', { body: seed() })
  await api.sql(
    `UPDATE deployments SET status = 'failed', started_at = now(), finished_at = now() WHERE id = $1`,
    [made.result.id],
  )
  const retried = await api.call('POST', `/scheduled_deployments/${made.result.id}/retry`, { body: {} })
  expect(retried.body.result).toMatchObject({ status: 'running', id: made.result.id })
})

test('a rollout that has just started is stopped only if that is meant', async () => {
  const { body: made } = await api.call('POST', '/scheduled_deployments', {
    body: { ...seed(), environment: 'staging', dependency: null },
  })
  const path = `/scheduled_deployments/${made.result.id}`
  await api.sql(
    `UPDATE deployments SET status = 'failed', started_at = now(), finished_at = now() WHERE id = $1`,
    [made.result.id],
  )
  await api.call('POST', `${path}/retry`)
  const refused = await api.call('DELETE', path)
  expect(refused).toMatchObject({ status: 409, body: { code: 'too_late' } })
  const stopped = await api.call('DELETE', `${path}?stop_running=true`)
  expect(stopped).toMatchObject({ status: 200, body: { result: { status: 'running' } } })
  expect(
    await api.sql('SELECT 1 FROM runs WHERE deployment_id = $1 AND cancel_requested_at IS NOT NULL', [
      made.result.id,
    ]),
  ).toHaveLength(1)
})

/** Of next year, when clocks in Berlin show 02:30 twice. */
async function lastSundayOfOctober(): Promise<string> {
  const day = new Date(Date.UTC(nextYear().year, 9, 31))
  day.setUTCDate(31 - day.getUTCDay())
  return day.toISOString().slice(0, 10)
}

test('a dependency can be followed, and say what happens when it is late', async () => {
  const rule = { delay_minutes: 10, when_late: 'skip', late_after_minutes: 20 }
  const { dependency: _, ...root } = seed()
  const send = (dependency: object) =>
    api.call('POST', '/scheduled_deployments', { body: { ...root, dependencies: [dependency] } })
  const { status, body } = await send({ app: 'api', ...rule })
  expect(status).toBe(201)
  const { year } = nextYear()
  expect(body.result.dependencies).toMatchObject([
    { ...rule, lead_minutes: 10, due_at: `${year}-06-15T18:50:00.000Z` },
  ])
  const both = await send({ app: 'api', delay_minutes: 0, lead_minutes: 5 })
  expect(both.body.errors).toMatchObject([{ path: 'dependencies.0.delay_minutes' }])
  const aimless = await send({ app: 'api', late_after_minutes: 5 })
  expect(aimless.body.errors).toMatchObject([{ path: 'dependencies.0.late_after_minutes' }])
})

test('a dry run of a move says what would move, and nothing moves', async () => {
  const scheduled = (await api.call('POST', '/scheduled_deployments', { body: seed() })).body.result
  const path = `/scheduled_deployments/${scheduled.id}`
  const { year } = nextYear()
  const to = { at: `${year}-07-01T10:00:00Z` }
  const dry = await api.call('PATCH', path, { body: { ...to, dry_run: true } })
  expect(dry.status).toBe(200)
  expect(dry.body.result).toEqual(scheduled)
  expect(dry.body.moves).toMatchObject([
    { label: 'API in Production', kind: 'with', to: `${year}-07-01T09:45:00.000Z` },
    { id: scheduled.id, kind: 'asked', from: scheduled.due_at, to: `${year}-07-01T10:00:00.000Z` },
  ])
  const moved = await api.call('PATCH', path, { body: to })
  expect(moved.body.moves).toEqual(dry.body.moves)
  expect(moved.body.result.due_at).toBe(`${year}-07-01T10:00:00.000Z`)
})

test('by when all must be done is given instead of the start: the starts are computed from what runs took', async () => {
  const { year } = nextYear()
  const order = { app: 'web', environment: 'production', finish_by: `${year}-06-15T18:00`, timezone: 'UTC' }
  // Web took 7 to 11 min: nine of ten at most 11. API has had too few runs to say anything.
  for (const minutes of [7, 8, 9, 10, 11]) {
    const { body } = await api.call('POST', '/scheduled_deployments', { body: seed() })
    await api.sql(
      `INSERT INTO runs (id, team_id, deployment_id, attempt, service_key, started_at, next_wake_up_at, record, step, outcome, finished_at)
       SELECT gen_random_uuid(), team_id, id, 1, 'k', now(), now(), '{}', 'finished', 'succeeded', now() + $2 * interval '1 minute'
       FROM deployments WHERE id = $1`,
      [body.result.id, minutes],
    )
    await api.sql(
      `UPDATE deployments SET status = 'succeeded', started_at = now(), finished_at = now() WHERE id = $1`,
      [body.result.id],
    )
  }
  const { status, body } = await api.call('POST', '/scheduled_deployments', {
    body: { ...order, dependencies: [{ app: 'api' }] },
  })
  expect(status).toBe(201)
  expect(body.result).toMatchObject({
    finish_by_at: `${year}-06-15T18:00:00.000Z`,
    due_at: `${year}-06-15T17:49:00.000Z`,
    dependencies: [{ due_at: `${year}-06-15T17:39:00.000Z` }],
  })
  expect(body.plan.steps).toEqual([
    {
      ...{ label: 'API in Production', due_at: `${year}-06-15T17:39:00.000Z`, duration_minutes: 10 },
      ...{ measured: false, slack_minutes: 0 },
    },
    {
      ...{ label: 'Web in Production', due_at: `${year}-06-15T17:49:00.000Z`, duration_minutes: 11 },
      ...{ measured: true, slack_minutes: 0 },
    },
  ])
  expect(body.plan.slack_minutes).toBeGreaterThan(0)

  const at = new Date(Date.now() + 15 * 60_000).toISOString()
  const early = await api.call('POST', '/scheduled_deployments', {
    body: { ...order, finish_by: at, dependencies: [{ app: 'api' }] },
  })
  expect(early).toMatchObject({
    status: 422,
    body: { code: 'finish_too_early', errors: [{ path: 'finish_by' }] },
  })
  expect(Date.parse(early.body.earliest)).toBeGreaterThan(Date.parse(at))
  const both = await api.call('POST', '/scheduled_deployments', { body: { ...order, at } })
  expect(both.body.errors).toMatchObject([{ path: 'finish_by' }])

  const path = `/scheduled_deployments/${body.result.id}`
  const moved = await api.call('PATCH', path, { body: { at: `${year}-06-16T10:00:00Z` } })
  expect(moved.body.result.finish_by_at).toBeNull()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from '@/app/services'
import { refuse } from '@/lib/domain/result'
import { answerOnce } from '@/lib/use-cases/answer-once'
import { type ScheduleDeploymentInput, scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
beforeAll(async () => {
  api = await openApiUnderTest()
})
afterAll(() => api.close())

const body = () => ({ app: 'worker', at: nextYearAt('10:00'), timezone: 'UTC' })
const schedule = (key: string, change: object = {}, token = api.tokens.admin) =>
  api.call('POST', '/scheduled_deployments', {
    token,
    body: { ...body(), ...change },
    headers: { 'idempotency-key': key },
  })
const count = async () => Number((await api.sql('SELECT count(*) FROM deployments'))[0]?.count)

test('the same request with the same key is carried out once and answered alike', async () => {
  const before = await count()
  const first = await schedule('once')
  const second = await schedule('once')
  expect(first.status).toBe(201)
  expect(second.status).toBe(201)
  expect(second.body).toEqual(first.body)
  expect(second.headers.get('location')).toBe(first.headers.get('location'))
  expect([first, second].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true'])
  expect(await count()).toBe(before + 1)
})

test('requests with the same key at the same time make one deployment', async () => {
  const before = await count()
  const replies = await Promise.all(Array.from({ length: 4 }, () => schedule('at once')))
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201])
  expect(new Set(replies.map((reply) => reply.body.result.id)).size).toBe(1)
  expect(await count()).toBe(before + 1)
})

test('a key that was used for another request is refused', async () => {
  await schedule('other request')
  const before = await count()
  const reply = await schedule('other request', { note: 'different' })
  expect(reply).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  expect(await count()).toBe(before)
})

test('a key is its user’s: another user’s same key is another', async () => {
  const mine = await schedule('shared')
  const theirs = await schedule('shared', {}, api.tokens.deployer)
  expect(theirs.status).toBe(201)
  expect(theirs.body.result.id).not.toBe(mine.body.result.id)
})

test('a refusal is not kept: the same key works once what was in the way is gone', async () => {
  const path = '/applications'
  const call = { body: { name: 'Later' }, headers: { 'idempotency-key': 'refused' } }
  const blocker = await api.call('POST', path, { body: { name: 'Later' } })
  expect((await api.call('POST', path, call)).body.code).toBe('already_exists')
  await api.call('DELETE', `${path}/${blocker.body.result.id}`)
  expect((await api.call('POST', path, call)).status).toBe(201)
})

test('what a request did before it was refused is undone, wake-ups included', async () => {
  const before = [await count(), await jobs()]
  const { actor, input } = { actor: api.team.admin, input: useCaseInput() }
  for (const key of [null, { key: 'undone', hash: 'h' }]) {
    const result = await answerOnce(services(), actor, key, async (joined) => {
      const scheduled = await scheduleDeployment(joined, actor, input)
      expect(scheduled.ok).toBe(true)
      return refuse({ kind: 'too_late' } as const)
    })
    expect(result).toEqual({ ok: false, refusal: { kind: 'too_late' } })
  }
  expect([await count(), await jobs()]).toEqual(before)
  expect(await api.sql(`SELECT 1 FROM idempotent_answers WHERE key = 'undone'`)).toEqual([])
})

test('what went wrong unexpectedly is undone and thrown on', async () => {
  const before = await count()
  const work = answerOnce(services(), api.team.admin, null, async (joined) => {
    await scheduleDeployment(joined, api.team.admin, useCaseInput())
    throw new Error('out of the blue')
  })
  await expect(work).rejects.toThrow('out of the blue')
  expect(await count()).toBe(before)
})

const jobs = async () => Number((await api.sql('SELECT count(*) FROM pgboss.job'))[0]?.count)

function useCaseInput(): ScheduleDeploymentInput {
  const due = { kind: 'local', local: nextYearAt('10:00'), timezone: 'UTC', overlap: null } as const
  const rest = { startDeadlineMinutes: null, note: null, requestKey: null, dependencies: [] }
  return { application: 'worker', environment: null, image: null, due, ...rest }
}

test('an answer that is older than a day is not given again', async () => {
  const first = await schedule('yesterday')
  await api.sql(
    `UPDATE idempotent_answers SET created_at = now() - interval '25 hours' WHERE key = 'yesterday'`,
  )
  const second = await schedule('yesterday')
  expect(second.status).toBe(201)
  expect(second.body.result.id).not.toBe(first.body.result.id)
  expect((await schedule('yesterday')).body).toEqual(second.body)
})

test.each(['', 'x'.repeat(256), 'schlüssel'])('“%s” is no key', async (key) => {
  const reply = await schedule(key)
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ path: 'Idempotency-Key' }] } })
})

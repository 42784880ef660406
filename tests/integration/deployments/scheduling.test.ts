import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import type { DeploymentDetail, DeploymentSummary, Page } from '@/lib/queries/deployment-views'
import { getDeployment } from '@/lib/queries/get-deployment'
import { getTimeline } from '@/lib/queries/get-timeline'
import { listDeployments } from '@/lib/queries/list-deployments'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'
import { type ScheduleDeploymentInput, scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import { startDueDeployments } from '@/lib/use-cases/start-due-deployments'
import type { DependencyInput } from '@/lib/use-cases/target-planner'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'

const MINUTE_MS = 60_000

let database: TestDatabase
let services: TestServices
let team: TeamFixture
let offsetMs = 0

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url, { clockOffsetMs: () => offsetMs })
  team = await createTeamFixture(services)
})
afterAll(async () => {
  await services.close()
  await database.drop()
})

const order = (input: Partial<ScheduleDeploymentInput> = {}): ScheduleDeploymentInput => ({
  ...{ application: 'web', environment: 'production', image: null, dependencies: [] },
  ...{ startDeadlineMinutes: null, note: null, requestKey: null },
  due: inMinutes(60),
  ...input,
})
const now = () => Date.now() + offsetMs
const inMinutes = (minutes: number) => ({
  ...{ kind: 'instant' as const, timezone: 'Europe/Berlin' },
  at: new Date(now() + minutes * MINUTE_MS),
})
const needs = (application: string, dependencies: DependencyInput[] = []): DependencyInput => ({
  ...{ kind: 'new', application, environment: null, image: null, leadMinutes: null, dependencies },
})
const schedule = async (input: Partial<ScheduleDeploymentInput> = {}) =>
  accepted(await scheduleDeployment(services, team.deployer, order(input)))
const read = async (id: string): Promise<DeploymentDetail> =>
  accepted(await getDeployment(services, team.viewer, { id }))
const wake = async (id: string) => {
  const { wakeUpId } = await read(id)
  const actor = workerActorOfTeam({ teamId: team.teamId })
  const rung = [{ deploymentId: id, wakeUpId }]
  const started = accepted(
    await startDueDeployments(services, actor, { rung, notBefore: null, skipLocked: false }),
  )
  return started.outcomes[0]?.decision
}
/** Wake-ups of a deployment that have not rung: when they will. */
const wakeUps = (id: string) =>
  services.database.asTeam(
    team.teamId,
    ({ client }) => client.$queryRaw<{ id: string; at: Date }[]>`
    SELECT id::text, start_after AS at FROM pgboss.job WHERE data ->> 'deploymentId' = ${id} AND state = 'created' ORDER BY start_after`,
  )

describe('scheduling', () => {
  test('stores deployment, dependency, timeline and wake-ups together', async () => {
    const { id, deploymentIds } = await schedule({ dependencies: [needs('api')], note: 'Release 12' })
    const web = await read(id)
    const api = await read(deploymentIds[1] ?? '')
    expect(web).toMatchObject({
      status: 'scheduled',
      note: 'Release 12',
      dependencyIds: [api.id],
      madeForId: null,
    })
    expect(api).toMatchObject({ status: 'scheduled', madeForId: id })
    expect(web.dueAt.getTime() - api.dueAt.getTime()).toBe(15 * MINUTE_MS)
    for (const deployment of [web, api]) {
      expect(await wakeUps(deployment.id)).toEqual([{ id: deployment.wakeUpId, at: deployment.dueAt }])
    }
    const timeline = accepted(await getTimeline(services, team.viewer, { id, limit: 10, cursor: null }))
    expect(timeline.items).toMatchObject([
      { event: 'deployment.scheduled', actor: team.deployer.label, toStatus: 'scheduled' },
    ])
  })

  test('a chain keeps its order: each is due before what needs it', async () => {
    const { deploymentIds } = await schedule({ dependencies: [needs('api', [needs('worker')])] })
    const [web, api, worker] = await Promise.all(deploymentIds.map(read))
    expect(Number(web?.dueAt) - Number(api?.dueAt)).toBe(15 * MINUTE_MS)
    expect(Number(api?.dueAt) - Number(worker?.dueAt)).toBe(15 * MINUTE_MS)
  })

  test('the same request key makes one deployment, also when sent twice at once', async () => {
    const requestKey = 'press-1'
    const [first, second] = await Promise.all([schedule({ requestKey }), schedule({ requestKey })])
    expect(second.id).toBe(first.id)
    expect([first.repeated, second.repeated].sort()).toEqual([false, true])
  })

  test.each([
    ['a cycle', { dependencies: [needs('api', [needs('web')])] }, { kind: 'dependency_cycle' }],
    ['the past', { due: inMinutes(-1) }, { kind: 'time_in_past' }],
    [
      'a dependency in the past',
      { due: inMinutes(5), dependencies: [needs('api')] },
      { kind: 'dependency_in_past' },
    ],
    [
      'an unknown application',
      { application: 'nope' },
      { kind: 'not_found', what: 'application', path: 'application' },
    ],
    [
      'an unknown dependency',
      { dependencies: [needs('nope')] },
      { kind: 'not_found', path: 'dependencies.0.application' },
    ],
    [
      'no environment where there are two',
      { environment: null },
      { kind: 'environment_required', choices: ['production', 'staging'] },
    ],
    ['a bad image', { image: 'a b' }, { kind: 'invalid_image', path: 'image' }],
    ['an unknown zone', { due: { ...inMinutes(60), timezone: 'Mars/Base' } }, { kind: 'unknown_timezone' }],
  ])('is refused for %s, and leaves nothing behind', async (_, input, refusal) => {
    const count = () => services.database.asTeam(team.teamId, ({ client }) => client.deployment.count())
    const before = await count()
    const result = await scheduleDeployment(
      services,
      team.deployer,
      order(input as Partial<ScheduleDeploymentInput>),
    )
    expect(result).toMatchObject({ ok: false, refusal })
    expect(await count()).toBe(before)
  })

  test('a viewer may not', async () => {
    const result = await scheduleDeployment(services, team.viewer, order())
    expect(result).toMatchObject({ ok: false, refusal: { kind: 'forbidden' } })
  })
})

describe('a wake-up that rings', () => {
  test('before the due time starts nothing, and rings again', async () => {
    const { id } = await schedule()
    expect(await wake(id)).toBe('not_due')
    const deployment = await read(id)
    expect(deployment.status).toBe('scheduled')
    expect((await wakeUps(id)).some((wakeUp) => wakeUp.id === deployment.wakeUpId)).toBe(true)
  })

  test('three times starts one run', async () => {
    const { id } = await schedule()
    offsetMs = 61 * MINUTE_MS
    const decisions = await Promise.all([wake(id), wake(id), wake(id)])
    offsetMs = 0
    expect(decisions.sort()).toEqual(['nothing', 'nothing', 'start'])
    const started = await read(id)
    expect(started).toMatchObject({ status: 'running', runs: [{ attempt: 1 }] })
    await finishRun(id)
  })

  test('after the start deadline misses it with a reason', async () => {
    const { id } = await schedule({ startDeadlineMinutes: 10 })
    offsetMs = 71 * MINUTE_MS
    expect(await wake(id)).toBe('miss')
    offsetMs = 0
    expect(await read(id)).toMatchObject({
      status: 'missed',
      reason: expect.stringContaining('no worker was running'),
    })
  })

  test('while a dependency is open waits, and rings again when the start deadline has passed', async () => {
    const { id } = await schedule({ dependencies: [needs('api')] })
    offsetMs = 60 * MINUTE_MS + 1_000
    expect(await wake(id)).toBe('wait')
    offsetMs = 0
    const waiting = await read(id)
    expect(waiting).toMatchObject({ status: 'waiting', reason: 'Waiting for API in Production to succeed.' })
    const rings = (await wakeUps(id)).map((wakeUp) => wakeUp.at.getTime())
    expect(rings).toContain(waiting.startDeadlineAt.getTime() + 1)
  })

  test('for a deployment whose dependency was cancelled skips it, before it is due', async () => {
    const { id, deploymentIds } = await schedule({ dependencies: [needs('api')] })
    accepted(
      await cancelDeployment(services, team.deployer, { id: deploymentIds[1] ?? '', stopRunning: false }),
    )
    expect(await wake(id)).toBe('skip')
    expect(await read(id)).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('was cancelled'),
    })
  })
})

describe('cancelling', () => {
  test('drops the wake-up, and the dependencies that nothing else needs', async () => {
    const shared = await schedule({ application: 'api', due: inMinutes(30) })
    const { id, deploymentIds } = await schedule({
      dependencies: [needs('worker'), { kind: 'existing', deploymentId: shared.id, leadMinutes: null }],
    })
    const cancelled = accepted(await cancelDeployment(services, team.deployer, { id, stopRunning: false }))
    expect(cancelled.cancelledIds.sort()).toEqual([...deploymentIds].sort())
    expect(await read(shared.id)).toMatchObject({ status: 'scheduled' })
    expect(await wakeUps(id)).toEqual([])
    expect(await cancelDeployment(services, team.deployer, { id, stopRunning: false })).toMatchObject({
      refusal: { kind: 'already_finished', status: 'cancelled' },
    })
  })

  test('keeps a dependency that another deployment needs too', async () => {
    const { id, deploymentIds } = await schedule({ dependencies: [needs('api')] })
    const api = deploymentIds[1] ?? ''
    await schedule({
      application: 'worker',
      dependencies: [{ kind: 'existing', deploymentId: api, leadMinutes: null }],
    })
    accepted(await cancelDeployment(services, team.deployer, { id, stopRunning: false }))
    expect(await read(api)).toMatchObject({ status: 'scheduled' })
  })

  test('against a start at the same instant: one of them wins, never both', async () => {
    const ids = (await Promise.all(Array.from({ length: 12 }, () => schedule()))).map(({ id }) => id)
    offsetMs = 61 * MINUTE_MS
    for (const id of ids) {
      const [cancelled] = await Promise.all([
        cancelDeployment(services, team.deployer, { id, stopRunning: false }),
        wake(id),
      ])
      const { status, runs } = await read(id)
      if (cancelled.ok) expect({ status, runs }).toEqual({ status: 'cancelled', runs: [] })
      else
        expect({ status, refusal: cancelled.refusal.kind }).toEqual({
          status: 'running',
          refusal: 'too_late',
        })
      if (status === 'running') await finishRun(id)
    }
    offsetMs = 0
  })
})

describe('rescheduling', () => {
  test('moves what was made with it, keeping the distance, and their wake-ups', async () => {
    const { id, deploymentIds } = await schedule({ dependencies: [needs('api')] })
    const change = { startDeadlineMinutes: null, image: undefined, note: undefined }
    const due = {
      kind: 'local' as const,
      local: '2027-03-10T15:00',
      timezone: 'America/New_York',
      overlap: null,
    }
    const moved = accepted(await rescheduleDeployment(services, team.deployer, { id, due, ...change }))
    expect(moved.movedIds).toEqual(deploymentIds)
    const web = await read(id)
    const api = await read(deploymentIds[1] ?? '')
    expect(web).toMatchObject({
      dueAt: new Date('2027-03-10T20:00Z'),
      localTime: '2027-03-10T15:00',
      timezone: 'America/New_York',
    })
    expect(api.dueAt).toEqual(new Date('2027-03-10T19:45Z'))
    expect(await wakeUps(id)).toEqual([{ id: web.wakeUpId, at: web.dueAt }])
    expect(await wakeUps(api.id)).toEqual([{ id: api.wakeUpId, at: api.dueAt }])
  })

  test('gives a missed deployment another chance', async () => {
    const { id } = await schedule({ startDeadlineMinutes: 1 })
    offsetMs = 70 * MINUTE_MS
    expect(await wake(id)).toBe('miss')
    const change = { startDeadlineMinutes: null, image: '2.0', note: undefined }
    accepted(await rescheduleDeployment(services, team.deployer, { id, due: inMinutes(20), ...change }))
    offsetMs = 0
    expect(await read(id)).toMatchObject({
      status: 'scheduled',
      finishedAt: null,
      image: 'registry.example/shipclock-demo/web:2.0',
    })
  })

  test('what is running is too late to move', async () => {
    const { id } = await schedule()
    offsetMs = 61 * MINUTE_MS
    await wake(id)
    const change = { startDeadlineMinutes: null, image: undefined, note: undefined }
    const result = await rescheduleDeployment(services, team.deployer, { id, due: inMinutes(20), ...change })
    expect(result).toMatchObject({ refusal: { kind: 'too_late' } })
    await finishRun(id)
    offsetMs = 0
  })
})

describe('running now', () => {
  test('makes it and what it needs due at once, in order', async () => {
    const { id, deploymentIds } = await schedule({ dependencies: [needs('api')] })
    const before = Date.now()
    accepted(await runDeploymentNow(services, team.deployer, { id }))
    expect(await wake(id)).toBe('wait')
    const api = await read(deploymentIds[1] ?? '')
    expect(api.dueAt.getTime()).toBeGreaterThanOrEqual(before - 1_000)
    expect(await wake(api.id)).toBe('start')
    await finishRun(api.id)
  })
})

describe('the list', () => {
  test('pages through everything once, in the order of due times, whatever the page size', async () => {
    const all = await pages(200)
    expect(await pages(3)).toEqual(all)
    expect(all.length).toBeGreaterThan(20)
    expect(new Set(all).size).toBe(all.length)
  })

  test('a cursor that is not ours is refused', async () => {
    const list = { order: 'due_ascending' as const, limit: 5 }
    for (const cursor of ['x', Buffer.from('[1]').toString('base64url')]) {
      expect(await listDeployments(services, team.viewer, { ...list, cursor })).toMatchObject({
        refusal: { kind: 'invalid_cursor' },
      })
    }
  })

  test('finds by state, application, environment, time and words', async () => {
    const { id } = await schedule({
      application: 'worker',
      note: 'quarterly %_report',
      due: inMinutes(9_000),
    })
    const list = { order: 'due_ascending' as const, limit: 50, cursor: null }
    const found = async (filter: object) =>
      accepted(await listDeployments(services, team.viewer, { ...list, ...filter })).items.map(
        (item) => item.id,
      )
    expect(await found({ search: 'Quarterly %_rep' })).toEqual([id])
    expect(
      await found({ from: new Date(now() + 8_999 * MINUTE_MS), to: new Date(now() + 9_001 * MINUTE_MS) }),
    ).toEqual([id])
    expect(
      await found({ application: 'worker', statuses: ['scheduled'], environment: 'production' }),
    ).toContain(id)
    expect(await found({ application: 'worker', environment: 'staging' })).toEqual([])
  })
})

async function pages(limit: number): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  for (;;) {
    const page: Page<DeploymentSummary> = accepted(
      await listDeployments(services, team.viewer, { order: 'due_descending', limit, cursor }),
    )
    ids.push(...page.items.map((item) => item.id))
    cursor = page.nextCursor
    if (cursor === null) return ids
  }
}

/** Frees the service for the next test, as the executor does at the end of a run. */
async function finishRun(deploymentId: string): Promise<void> {
  await services.database.asTeam(team.teamId, ({ client }) =>
    client.run.updateMany({
      where: { deploymentId, finishedAt: null },
      data: { finishedAt: new Date(), outcome: 'succeeded', step: 'finished' },
    }),
  )
}

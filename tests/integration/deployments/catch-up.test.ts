import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { needsAttention } from '@/lib/domain/needs-attention'
import { lockAttentionFacts } from '@/lib/postgres/attention-lists'
import { getDeployment } from '@/lib/queries/get-deployment'
import { getTimeline } from '@/lib/queries/get-timeline'
import { listAttention } from '@/lib/queries/list-attention'
import { dismissDeployment } from '@/lib/use-cases/dismiss-deployment'
import { dismissDeployments } from '@/lib/use-cases/dismiss-deployments'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'
import { runDeploymentsNow } from '@/lib/use-cases/run-deployments-now'
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
let owner: pg.Client
/** A new one for each test: what one leaves behind is no concern of the next. */
let team: TeamFixture
/** How long nobody has been there. */
let outageMinutes = 0
/** When the test began: what is due is so at exact distances. */
let beginMs = 0

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url, { clockOffsetMs: () => outageMinutes * MINUTE_MS })
  owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
})
beforeEach(async () => {
  beginMs = Date.now()
  team = await createTeamFixture(services)
})
afterEach(() => {
  outageMinutes = 0
})
afterAll(async () => {
  await owner.end()
  await services.close()
  await database.drop()
})

const needs = (application: string): DependencyInput => ({
  ...{ kind: 'new', application, environment: null, image: null, leadMinutes: null, dependencies: [] },
})
const exists = (deploymentId: string): DependencyInput => ({
  kind: 'existing',
  deploymentId,
  leadMinutes: null,
})

/** Due in an hour unless told otherwise; answers its id and those of what was made with it. */
async function schedule({
  inMinutes = 60,
  ...input
}: Partial<ScheduleDeploymentInput> & { inMinutes?: number }) {
  const at = new Date(beginMs + (outageMinutes + inMinutes) * MINUTE_MS)
  const order = { application: 'web', environment: 'production', image: null, dependencies: [], note: null }
  const due = { kind: 'instant', at, timezone: 'Europe/Berlin' } as const
  const made = await scheduleDeployment(services, team.deployer, {
    ...{ ...order, due, startDeadlineMinutes: null, requestKey: null, ...input },
  })
  return accepted(made).deploymentIds
}

/** A worker is there again, and what was due rings: in this order. */
async function ring(...ids: (string | undefined)[]): Promise<string[]> {
  const actor = workerActorOfTeam({ teamId: team.teamId })
  const decisions = []
  for (const id of ids) {
    const { wakeUpId } = await read(id)
    const rung = [{ deploymentId: id ?? '', wakeUpId }]
    const order = { rung, notBefore: null, skipLocked: false }
    const { outcomes } = accepted(await startDueDeployments(services, actor, order))
    decisions.push(...outcomes.map(({ decision }) => decision))
  }
  return decisions
}

const read = async (id: string | undefined) =>
  accepted(await getDeployment(services, team.viewer, { id: id ?? '' }))
const list = async (limit = 100, cursor: string | null = null) =>
  accepted(await listAttention(services, team.viewer, { limit, cursor }))
const listed = async () => (await list()).items.map(({ kind, deployment: { id } }) => [kind, id])
const lastEntry = async (id: string | undefined) => {
  const timeline = await getTimeline(services, team.viewer, { id: id ?? '', limit: 500, cursor: null })
  return accepted(timeline).items.at(-1)
}

describe('after an outage', () => {
  test('what can still start does, late; what can not is missed; both are listed with a reason', async () => {
    const [late] = await schedule({ application: 'worker', startDeadlineMinutes: 600 })
    const [missed] = await schedule({ application: 'web' })
    const [ahead] = await schedule({ application: 'api', inMinutes: 600 })
    outageMinutes = 60 + 83
    expect(await ring(late, missed, ahead)).toEqual(['start', 'miss', 'not_due'])

    const { items, total, nextCursor } = await list()
    expect(items).toMatchObject([
      { kind: 'missed', sentence: expect.stringMatching(/because no worker was running/), skipped: [] },
      { kind: 'started_late', sentence: expect.stringMatching(/^Started 1 h 23 min after its due time/) },
    ])
    expect(items.map(({ deployment }) => deployment.id)).toEqual([missed, late])
    expect([total, nextCursor]).toEqual([2, null])
    expect((await lastEntry(late))?.message).toMatch(/1 h 23 min/)
    expect(await lastEntry(missed)).toMatchObject({ event: 'deployment.missed' })
  })

  test('while no worker is there, what is due is listed as overdue', async () => {
    const [id] = await schedule({})
    outageMinutes = 60
    expect(await listed()).toEqual([])
    outageMinutes = 62
    expect(await listed()).toEqual([['overdue', id]])
    expect(await dismissDeployment(services, team.deployer, { id: id ?? '' })).toMatchObject({
      refusal: { kind: 'nothing_to_dismiss', status: 'scheduled' },
    })
  })

  test('what had to wait for its dependency is late by no fault of a worker that was there', async () => {
    const [web, api] = await schedule({ dependencies: [needs('api')], startDeadlineMinutes: 600 })
    outageMinutes = 60
    expect(await ring(api, web)).toEqual(['start', 'wait'])
    await finish(api)
    outageMinutes = 100
    expect(await ring(web)).toEqual(['start'])
    // API alone: it started a quarter of an hour late.
    expect(await listed()).toEqual([['started_late', api]])
  })

  test('what had to wait when a worker came back was late before that', async () => {
    const [web, api] = await schedule({ dependencies: [needs('api')], startDeadlineMinutes: 600 })
    outageMinutes = 100
    expect(await ring(web, api)).toEqual(['wait', 'start'])
    await finish(api)
    outageMinutes = 102
    expect(await ring(web)).toEqual(['start'])
    expect((await list()).items).toMatchObject([
      { deployment: { id: web }, sentence: expect.stringMatching(/^Started 42 min .* the first 40 min/) },
      { deployment: { id: api }, sentence: expect.stringMatching(/^Started 55 min .*, because/) },
    ])
  })

  test('pages show everything once: what waits for a worker, then what was missed, then what was late', async () => {
    const missed = [(await schedule({}))[0], (await schedule({ inMinutes: 61 }))[0]]
    const [late] = await schedule({ application: 'worker', startDeadlineMinutes: 600 })
    const overdue = [(await schedule({}))[0], (await schedule({ inMinutes: 62 }))[0]]
    outageMinutes = 200
    await ring(...missed, late)
    const expected = [overdue[1], overdue[0], missed[1], missed[0], late]
    for (const size of [1, 2, 3, 100]) {
      const found: string[] = []
      for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
        const page = await list(size, cursor)
        expect(page.total).toBe(5)
        found.push(...page.items.map(({ deployment }) => deployment.id))
        cursor = page.nextCursor
      }
      expect(found).toEqual(expected)
    }
    expect(await listAttention(services, team.viewer, { limit: 5, cursor: 'x' })).toMatchObject({
      refusal: { kind: 'invalid_cursor' },
    })
  })

  test('the statements find what the rule says, whatever state things are in', async () => {
    const ids: string[] = []
    for (const index of Array.from({ length: 60 }).keys()) {
      const [id = ''] = await schedule({ application: 'worker', inMinutes: 60 + index })
      ids.push(id)
    }
    await scatter(ids)
    const now = new Date()
    const expected = await services.database.asTeam(team.teamId, async (transaction) => {
      const found = []
      for (const id of ids) {
        const facts = await lockAttentionFacts(transaction, id)
        if (facts !== null && needsAttention({ ...facts, now })) found.push(id)
      }
      return found
    })
    const { items, total } = await list()
    expect(items.map(({ deployment }) => deployment.id).toSorted()).toEqual(expected.toSorted())
    expect(total).toBe(expected.length)
    expect(expected.length).toBeGreaterThan(10)
    expect(expected.length).toBeLessThan(50)
  })
})

describe('dismissing', () => {
  test('takes it off the list and says so on its timeline, once', async () => {
    const [id = ''] = await schedule({})
    outageMinutes = 200
    await ring(id)
    accepted(await dismissDeployment(services, team.deployer, { id }))
    accepted(await dismissDeployment(services, team.deployer, { id }))
    expect(await listed()).toEqual([])
    expect(await read(id)).toMatchObject({ status: 'missed' })
    const { items } = accepted(await getTimeline(services, team.viewer, { id, limit: 99, cursor: null }))
    expect(items.filter(({ event }) => event === 'deployment.dismissed')).toMatchObject([
      { actor: team.deployer.label, message: expect.stringContaining('missed') },
    ])
  })

  test('concerns the one time: missed again it is listed again', async () => {
    const [id = ''] = await schedule({})
    outageMinutes = 200
    await ring(id)
    accepted(await dismissDeployment(services, team.deployer, { id }))
    accepted(await runDeploymentNow(services, team.deployer, { id }))
    outageMinutes = 400
    expect(await ring(id)).toEqual(['miss'])
    expect(await listed()).toEqual([['missed', id]])
  })

  test('is for what was missed or late, and for those who may deploy', async () => {
    const [id = ''] = await schedule({ application: 'worker' })
    const dismiss = (actor = team.deployer) => dismissDeployment(services, actor, { id })
    expect(await dismiss()).toMatchObject({ refusal: { kind: 'nothing_to_dismiss' } })
    expect(await dismiss(team.viewer)).toMatchObject({ refusal: { kind: 'forbidden' } })
    outageMinutes = 60
    await ring(id)
    expect(await dismiss()).toMatchObject({ refusal: { kind: 'nothing_to_dismiss', status: 'running' } })
  })

  test('of many answers for each; what is refused for one leaves the others alone', async () => {
    const [one = ''] = await schedule({})
    const [other = ''] = await schedule({})
    const [ahead = ''] = await schedule({ inMinutes: 900 })
    outageMinutes = 200
    await ring(one, other)
    const nobody = crypto.randomUUID()
    const ids = [one, ahead, nobody, other]
    const { answers } = accepted(await dismissDeployments(services, team.deployer, { ids }))
    expect(answers.map(({ id, result }) => [id, result.ok || result.refusal.kind])).toEqual([
      [one, true],
      [ahead, 'nothing_to_dismiss'],
      [nobody, 'not_found'],
      [other, true],
    ])
    expect(await listed()).toEqual([])
    const again = accepted(await dismissDeployments(services, team.deployer, { ids: [ahead] }))
    expect(again.answers).toMatchObject([{ id: ahead, result: { refusal: { kind: 'nothing_to_dismiss' } } }])
  })

  test('of many that nobody may, or that are not there, is refused as a whole', async () => {
    const [id = ''] = await schedule({})
    outageMinutes = 200
    await ring(id)
    const stranger = (await createTeamFixture(services)).deployer
    for (const bulk of [
      dismissDeployments,
      (...[of, actor, input]: Parameters<typeof dismissDeployments>) =>
        runDeploymentsNow(of, actor, { ...input, withSkipped: true }),
    ]) {
      const ids = [id, crypto.randomUUID()]
      expect(await bulk(services, team.viewer, { ids })).toMatchObject({ refusal: { kind: 'forbidden' } })
      expect(await bulk(services, stranger, { ids })).toMatchObject({ refusal: { kind: 'not_found' } })
    }
    expect(await listed()).toEqual([['missed', id]])
  })
})

describe('running what was missed', () => {
  test('makes it due now, with as long until its start deadline as it had, and says so', async () => {
    const [id = ''] = await schedule({ startDeadlineMinutes: 20 })
    outageMinutes = 200
    await ring(id)
    accepted(await runDeploymentNow(services, team.deployer, { id }))
    const again = await read(id)
    expect(again).toMatchObject({ status: 'scheduled', finishedAt: null })
    expect(again.startDeadlineAt.getTime() - again.dueAt.getTime()).toBe(20 * MINUTE_MS)
    expect(Math.abs(again.dueAt.getTime() - beginMs - 200 * MINUTE_MS)).toBeLessThan(MINUTE_MS)
    expect(await lastEntry(id)).toMatchObject({
      message: `${team.deployer.label} asked to run it now, after it was missed.`,
      toStatus: 'scheduled',
    })
    expect(await listed()).toEqual([])
    expect(await ring(id)).toEqual(['start'])
  })

  test('brings back what was skipped because of it, when asked to; that starts when it has succeeded', async () => {
    const [api = ''] = await schedule({ application: 'api' })
    const [web = ''] = await schedule({ inMinutes: 75, dependencies: [exists(api)] })
    const [worker = ''] = await schedule({
      application: 'worker',
      inMinutes: 90,
      dependencies: [exists(web)],
    })
    outageMinutes = 200
    expect(await ring(api, web, worker)).toEqual(['miss', 'skip', 'skip'])
    expect((await list()).items).toMatchObject([
      {
        deployment: { id: api },
        skipped: [
          { id: web, label: 'Web in Production', keptBy: null },
          { id: worker, label: 'Worker in Production', keptBy: null },
        ],
      },
    ])

    const moved = accepted(await runDeploymentNow(services, team.deployer, { id: api, withSkipped: true }))
    expect(moved.movedIds).toEqual([api, web, worker])
    expect((await lastEntry(web))?.message).toBe(
      'Brought back with API in Production, because of which it was skipped.',
    )
    expect(await ring(worker, web, api)).toEqual(['wait', 'wait', 'start'])
    await finish(api)
    expect(await ring(web)).toEqual(['start'])
  })

  test('leaves what was skipped and is still ahead at its time', async () => {
    const [api = ''] = await schedule({ application: 'api' })
    const [web = ''] = await schedule({ inMinutes: 300, dependencies: [exists(api)] })
    const { dueAt } = await read(web)
    outageMinutes = 200
    expect(await ring(api, web)).toEqual(['miss', 'skip'])
    accepted(await runDeploymentNow(services, team.deployer, { id: api, withSkipped: true }))
    expect(await read(web)).toMatchObject({ status: 'scheduled', dueAt })
    expect(await ring(web)).toEqual(['not_due'])
  })

  test('leaves what was skipped as it is, unless asked to bring it back', async () => {
    const [api = ''] = await schedule({ application: 'api' })
    const [web = ''] = await schedule({ inMinutes: 75, dependencies: [exists(api)] })
    outageMinutes = 200
    await ring(api, web)
    accepted(await runDeploymentNow(services, team.deployer, { id: api }))
    expect(await read(web)).toMatchObject({ status: 'skipped' })
  })

  test('does not bring back what would only be skipped again, and the list says what keeps it', async () => {
    const [api = ''] = await schedule({ application: 'api' })
    const [worker = ''] = await schedule({ application: 'worker' })
    const [web = ''] = await schedule({ inMinutes: 75, dependencies: [exists(api), exists(worker)] })
    outageMinutes = 200
    await ring(api, worker, web)
    const bySlug = new Map((await list()).items.map((item) => [item.deployment.application.slug, item]))
    expect(bySlug.get('api')?.skipped).toMatchObject([
      { id: web, keptBy: { id: worker, label: 'Worker in Production' } },
    ])
    expect(bySlug.get('worker')?.skipped).toMatchObject([
      { id: web, keptBy: { id: api, label: 'API in Production' } },
    ])

    accepted(await runDeploymentNow(services, team.deployer, { id: api, withSkipped: true }))
    expect(await read(web)).toMatchObject({ status: 'skipped' })
    accepted(await runDeploymentNow(services, team.deployer, { id: worker, withSkipped: true }))
    expect(await read(web)).toMatchObject({ status: 'scheduled' })
  })

  test('of what was made for another one, also what was skipped because of the companion comes back', async () => {
    const [web = '', api = ''] = await schedule({ dependencies: [needs('api')] })
    const [worker = ''] = await schedule({ application: 'worker', dependencies: [exists(api)] })
    outageMinutes = 200
    expect(await ring(web, api, worker)).toEqual(['miss', 'miss', 'skip'])
    const moved = accepted(await runDeploymentNow(services, team.deployer, { id: web, withSkipped: true }))
    expect(moved.movedIds).toEqual([web, api, worker])
  })
})

describe('running many that were missed', () => {
  test('brings them back in the order in which they were due, whatever needs what', async () => {
    const [api = ''] = await schedule({ application: 'api' })
    // Due at the same instant: only the dependency says which goes first.
    const lead0 = { kind: 'existing', deploymentId: api, leadMinutes: 0 } as const
    const web = []
    for (const _ of [1, 2, 3, 4]) web.push(...(await schedule({ dependencies: [lead0] })))
    await alignDue([api, ...web])
    outageMinutes = 200
    expect(await ring(...web, api)).toEqual(['miss', 'miss', 'miss', 'miss', 'miss'])
    const ids = [...web, api]
    const result = await runDeploymentsNow(services, team.deployer, { ids, withSkipped: false })
    const { answers } = accepted(result)
    expect(answers.map(({ result: { ok } }) => ok)).toEqual([true, true, true, true, true])
    for (const id of ids) expect(await read(id)).toMatchObject({ status: 'scheduled' })
  })

  test('starts the one that was due first before the others', async () => {
    const ids = []
    for (const inMinutes of [63, 61, 62]) ids.push(...(await schedule({ inMinutes })))
    outageMinutes = 200
    await ring(...ids)
    accepted(await runDeploymentsNow(services, team.deployer, { ids, withSkipped: false }))
    const dueMs = await Promise.all(ids.map(async (id) => (await read(id)).dueAt.getTime()))
    const [third = 0, first = 0, second = 0] = dueMs
    expect(first).toBeLessThanOrEqual(second)
    expect(second).toBeLessThanOrEqual(third)
    expect(first).toBeLessThan(third)
  })

  test('brings back what needs two of them', async () => {
    const [web = '', api = ''] = await schedule({ dependencies: [needs('api')] })
    const [one = ''] = await schedule({ application: 'worker' })
    const [both = ''] = await schedule({
      ...{ application: 'worker', inMinutes: 90, dependencies: [exists(api), exists(one)] },
    })
    outageMinutes = 200
    expect(await ring(web, api, one, both)).toEqual(['miss', 'miss', 'miss', 'skip'])
    const ids = [one, web, api]
    accepted(await runDeploymentsNow(services, team.deployer, { ids, withSkipped: true }))
    for (const id of [...ids, both]) expect(await read(id)).toMatchObject({ status: 'scheduled' })
  })

  test('answers for each which could not be', async () => {
    const [missed = ''] = await schedule({})
    const [api = ''] = await schedule({ application: 'api' })
    const [late = ''] = await schedule({ application: 'worker', startDeadlineMinutes: 600 })
    const [web = ''] = await schedule({ dependencies: [{ ...needs('api'), ...exists(api) }] })
    outageMinutes = 200
    await ring(missed, web, api, late)
    const ids = [late, web, missed]
    const result = await runDeploymentsNow(services, team.deployer, { ids, withSkipped: false })
    expect(
      new Map(accepted(result).answers.map((one) => [one.id, one.result.ok || one.result.refusal.kind])),
    ).toEqual(
      new Map<string, unknown>([
        [late, 'too_late'],
        [web, 'dependency_ended'],
        [missed, true],
      ]),
    )
  })
})

describe('rescheduling what was missed', () => {
  test('brings back what was skipped because of it, at its distance and in its zone', async () => {
    const [api = ''] = await schedule({ application: 'api' })
    const [web = ''] = await schedule({ inMinutes: 75, dependencies: [exists(api)], startDeadlineMinutes: 5 })
    outageMinutes = 200
    await ring(api, web)
    const due = {
      kind: 'local',
      local: '2027-03-10T15:00',
      timezone: 'America/New_York',
      overlap: null,
    } as const
    const order = { due, startDeadlineMinutes: null, image: undefined, note: undefined, withSkipped: true }
    const moved = accepted(await rescheduleDeployment(services, team.deployer, { id: api, ...order }))
    expect(moved.movedIds).toEqual([api, web])
    expect(await read(api)).toMatchObject({ dueAt: new Date('2027-03-10T20:00Z'), status: 'scheduled' })
    expect(await read(web)).toMatchObject({
      ...{ status: 'scheduled', dueAt: new Date('2027-03-10T20:15Z'), timezone: 'Europe/Berlin' },
      ...{ localTime: '2027-03-10T21:15', startDeadlineAt: new Date('2027-03-10T20:20Z') },
    })
    expect(await listed()).toEqual([])
  })

  test('leaves what was skipped as it is, unless asked to bring it back', async () => {
    const [api = ''] = await schedule({ application: 'api' })
    const [web = ''] = await schedule({ inMinutes: 75, dependencies: [exists(api)] })
    outageMinutes = 200
    await ring(api, web)
    const due = { kind: 'local', local: '2027-03-10T15:00', timezone: 'UTC', overlap: null } as const
    const order = { due, startDeadlineMinutes: null, image: undefined, note: undefined }
    accepted(await rescheduleDeployment(services, team.deployer, { id: api, ...order }))
    expect(await read(web)).toMatchObject({ status: 'skipped' })
  })
})

/** Frees the service and lets what waits go on, as the executor does at the end of a run. */
async function finish(id: string | undefined): Promise<void> {
  await owner.query(
    `UPDATE runs SET finished_at = now(), outcome = 'succeeded', step = 'finished' WHERE deployment_id = $1`,
    [id],
  )
  await owner.query(`UPDATE deployments SET status = 'succeeded', finished_at = now() WHERE id = $1`, [id])
}

async function alignDue(ids: string[]): Promise<void> {
  await owner.query(
    `UPDATE deployments SET due_at = (SELECT max(due_at) FROM deployments WHERE id = ANY($1)) WHERE id = ANY($1)`,
    [ids],
  )
}

/** Puts deployments into all the states that the rule tells apart, past what the use cases allow. */
async function scatter(ids: string[]): Promise<void> {
  const states = 'scheduled missed running succeeded rolled_back skipped waiting'.split(' ')
  const lateMinutes = [0, 0.5, 1, 2, 45]
  for (const [index, id] of ids.entries()) {
    const status = states[index % states.length] ?? ''
    const daysAgo = [1, 6, 9][Math.floor(index / 3) % 3]
    const hasStarted = ['running', 'succeeded', 'rolled_back'].includes(status)
    const hasEnded = ['missed', 'succeeded', 'rolled_back', 'skipped'].includes(status)
    await owner.query(
      `WITH due AS (SELECT now() - $2 * interval '1 day' AS at)
       UPDATE deployments SET status = $3, due_at = due.at, start_deadline_at = due.at + interval '1 hour',
         started_at = CASE WHEN $4 THEN due.at + $5 * interval '1 minute' END,
         finished_at = CASE WHEN $6 THEN due.at + interval '2 hours' END,
         dismissed_at = due.at + $7 * interval '1 minute', dismissed_by = CASE WHEN $7 IS NOT NULL THEN 'Ada' END
       FROM due WHERE id = $1`,
      [
        ...[id, daysAgo, status, hasStarted, lateMinutes[index % lateMinutes.length], hasEnded],
        [null, null, 1, 180][Math.floor(index / 2) % 4],
      ],
    )
    if (index % 4 === 0) {
      await owner.query(
        `INSERT INTO timeline_entries (team_id, deployment_id, at, event, actor, message, from_status, to_status)
         SELECT team_id, id, due_at + interval '10 seconds', 'x', 'x', 'x', 'scheduled', 'waiting' FROM deployments WHERE id = $1`,
        [id],
      )
    }
  }
}

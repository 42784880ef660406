import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { type EdgeRule, PLAIN_EDGE } from '@/lib/domain/edge-rule'
import { lockDeploymentAndWaits } from '@/lib/postgres/due-deployments'
import { getDeployment } from '@/lib/queries/get-deployment'
import { endRunning } from '@/lib/use-cases/end-running'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import { startDueDeployments } from '@/lib/use-cases/start-due-deployments'
import { startOnTime } from '@/lib/use-cases/start-on-time'
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

let database: TestDatabase | null = null
let services: TestServices
let team: TeamFixture
let offsetMs = 0

beforeEach(async () => {
  await end()
  offsetMs = 0
  database = await createTestDatabase()
  services = await openTestServices(database.url, { clockOffsetMs: () => offsetMs })
  team = await createTeamFixture(services)
})
afterAll(end)

async function end(): Promise<void> {
  if (database === null) return
  await services.close()
  await database.drop()
  database = null
}

const read = async (id: string) => accepted(await getDeployment(services, team.viewer, { id }))
const inMinutes = (minutes: number) => new Date(Date.now() + offsetMs + minutes * MINUTE_MS)

/** Moves the clock. */
function goTo(instant: Date, plusMs = 0): void {
  offsetMs = instant.getTime() - Date.now() + plusMs
}

const needs = (
  application: string,
  rule: Partial<EdgeRule>,
  dependencies: DependencyInput[] = [],
): DependencyInput => ({
  ...{ kind: 'new', application, environment: null, image: null, leadMinutes: null, dependencies },
  rule: { ...PLAIN_EDGE, ...rule },
})

/** Web, and what it needs; answers their ids from the last to the first of the chain. */
async function schedule(at: Date, dependency: DependencyInput): Promise<string[]> {
  const scheduled = await scheduleDeployment(services, team.deployer, {
    ...{ application: 'web', environment: 'production', image: null, dependencies: [dependency] },
    ...{ startDeadlineMinutes: null, note: null, requestKey: null },
    due: { kind: 'instant', at, timezone: 'UTC' },
  })
  return accepted(scheduled).deploymentIds
}

const actor = () => workerActorOfTeam({ teamId: team.teamId })
const rungFor = async (id: string) => [{ deploymentId: id, wakeUpId: (await read(id)).wakeUpId }]

async function wake(id: string) {
  const order = { rung: await rungFor(id), notBefore: null, skipLocked: false }
  return accepted(await startDueDeployments(services, actor(), order)).outcomes[0]?.decision
}

async function startOnTimeAt(id: string, notBefore: Date) {
  return accepted(await startOnTime(services, actor(), { rung: await rungFor(id), notBefore }))
}

/** Its run succeeds now. */
async function succeed(id: string): Promise<Date> {
  const [run] = (await read(id)).runs
  return services.database.asTeam(team.teamId, async (database) => {
    const deployment = await lockDeploymentAndWaits(database, id)
    if (deployment === null || run === undefined) throw new Error('It has not started.')
    const now = await database.now()
    await endRunning(
      { database, services },
      { run, deployment, now, outcome: 'succeeded', reason: 'Serves.' },
    )
    return now
  })
}

/** When wake-ups ring for it, the first first. */
const ringsAt = async (id: string) => {
  const rows = await services.database.asSystem(
    ({ client }) => client.$queryRaw<{ at: Date }[]>`
      SELECT start_after AS at FROM pgboss.job WHERE data ->> 'deploymentId' = ${id} ORDER BY start_after`,
  )
  return rows.map(({ at }) => at.getTime())
}

describe('what follows another', () => {
  test('is due the delay after the success of the other, and starts then and not before, on both ways', async () => {
    const at = inMinutes(60)
    const [web = '', api = ''] = await schedule(at, needs('api', { delayMinutes: 10 }))
    expect((await read(api)).dueAt).toEqual(new Date(at.getTime() - 10 * MINUTE_MS))
    goTo((await read(api)).dueAt)
    expect(await wake(api)).toBe('start')

    goTo(at)
    expect(await wake(web)).toBe('wait')
    expect(await read(web)).toMatchObject({ status: 'waiting' })

    goTo(at, 7 * MINUTE_MS)
    const succeededAt = await succeed(api)
    const [first = 0] = await ringsAt(web)
    expect(first).toBeLessThanOrEqual(Date.now() + offsetMs)
    expect(await startOnTimeAt(web, inMinutes(0))).toBeNull()
    expect(await wake(web)).toBe('becomes_due')

    const dueAt = new Date(succeededAt.getTime() + 10 * MINUTE_MS)
    const due = await read(web)
    expect(due).toMatchObject({ status: 'scheduled', dueAt })
    expect(due.startDeadlineAt.getTime() - dueAt.getTime()).toBe(60 * MINUTE_MS)
    expect(due.reason).toBe('Due 10 min after API in Production, which it follows, has succeeded.')
    expect(await ringsAt(web)).toContain(dueAt.getTime())

    goTo(dueAt, -300)
    expect(await wake(web)).toBe('not_due')
    const started = await startOnTimeAt(web, dueAt)
    expect(started?.startedAt.getTime()).toBeGreaterThanOrEqual(dueAt.getTime())
    expect(await read(web)).toMatchObject({ status: 'running', reason: 'Started on time.' })
  })

  test('a plan that is made for its own due time is not carried out while the delay is not over', async () => {
    const at = inMinutes(60)
    const [web = '', api = ''] = await schedule(at, needs('api', { delayMinutes: 10 }))
    goTo((await read(api)).dueAt)
    await wake(api)
    goTo(at, -4 * MINUTE_MS)
    await succeed(api)
    goTo(at, -200)
    expect(await startOnTimeAt(web, at)).toBeNull()
    goTo(at)
    expect(await wake(web)).toBe('becomes_due')
    expect((await read(web)).startedAt).toBeNull()
  })

  test('starts at its own time when the other was done early', async () => {
    const at = inMinutes(60)
    const [web = '', api = ''] = await schedule(at, needs('api', { delayMinutes: 10 }))
    accepted(await runDeploymentNow(services, team.deployer, { id: api }))
    await wake(api)
    await succeed(api)
    expect(await wake(web)).toBe('not_due')
    expect(await read(web)).toMatchObject({ status: 'scheduled', dueAt: at })
  })

  test('moves along down the chain when the first of it is put off', async () => {
    const at = inMinutes(120)
    const worker = needs('worker', { delayMinutes: 5 })
    const [web = '', api = '', first = ''] = await schedule(at, needs('api', { delayMinutes: 10 }, [worker]))
    const later = inMinutes(180)
    const moved = await rescheduleDeployment(services, team.deployer, {
      ...{ id: first, due: { kind: 'instant', at: later, timezone: 'UTC' } },
      ...{ startDeadlineMinutes: null, image: undefined, note: undefined },
    })
    expect(moved.ok).toBe(true)
    expect(await wake(api)).toBe('becomes_due')
    expect(await wake(web)).toBe('becomes_due')
    expect((await read(api)).dueAt.getTime()).toBe(later.getTime() + 5 * MINUTE_MS)
    expect((await read(web)).dueAt.getTime()).toBe(later.getTime() + 15 * MINUTE_MS)
  })
})

describe('what gives another its time', () => {
  test('is woken when that is over, and skipped', async () => {
    const at = inMinutes(60)
    const [web = '', api = ''] = await schedule(at, needs('api', { whenLate: 'skip', lateAfterMinutes: 20 }))
    goTo((await read(api)).dueAt)
    await wake(api)
    goTo(at)
    expect(await wake(web)).toBe('wait')
    expect(await ringsAt(web)).toEqual([at.getTime() + 20 * MINUTE_MS])
    goTo(at, 20 * MINUTE_MS)
    expect(await wake(web)).toBe('skip')
    const { status, reason } = await read(web)
    expect(status).toBe('skipped')
    expect(reason).toContain(
      'API in Production, which it depends on, had not succeeded 20 min after its due time',
    )
    expect((await read(api)).status).toBe('running')
  })

  test('is missed at once where it is to fail at its due time', async () => {
    const at = inMinutes(60)
    const [web = '', api = ''] = await schedule(at, needs('api', { whenLate: 'fail' }))
    goTo((await read(api)).dueAt)
    await wake(api)
    goTo(at)
    expect(await wake(web)).toBe('miss')
    expect(await read(web)).toMatchObject({ status: 'missed' })
  })
})

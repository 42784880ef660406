import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { joined } from '@/lib/postgres/database'
import { getDeployment } from '@/lib/queries/get-deployment'
import type { Services } from '@/lib/services'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { createFreeze } from '@/lib/use-cases/create-freeze'
import type { FreezeInput } from '@/lib/use-cases/freeze-input'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
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
import { until } from '@/tests/setup/until'

let database: TestDatabase | null = null
let services: TestServices
let team: TeamFixture
let offsetMs = 0
/** While it is set, clocks stand still: on a machine that is busy nothing comes too late for that. */
let stoppedAt: Date | null = null
const clockOffsetMs = () => (stoppedAt === null ? offsetMs : stoppedAt.getTime() - Date.now())

beforeEach(async () => {
  await end()
  offsetMs = 0
  stoppedAt = null
  database = await createTestDatabase()
  services = await openTestServices(database.url, { clockOffsetMs })
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

async function schedule(application: string, at: Date, dependencies: DependencyInput[] = []) {
  const scheduled = await scheduleDeployment(services, team.deployer, {
    ...{ application, environment: 'production', image: null, dependencies },
    ...{ startDeadlineMinutes: null, note: null, requestKey: null },
    due: { kind: 'instant', at, timezone: 'UTC' },
  })
  return accepted(scheduled).id
}

const inMs = (ms: number) => new Date(Date.now() + offsetMs + ms)

const rung = async (ids: string[]) =>
  Promise.all(ids.map(async (id) => ({ deploymentId: id, wakeUpId: (await read(id)).wakeUpId })))

async function startOnTimeAt(ids: string[], notBefore: Date | null) {
  const actor = workerActorOfTeam({ teamId: team.teamId })
  return accepted(await startOnTime(services, actor, { rung: await rung(ids), notBefore }))
}

async function startNow(ids: string[], using: Services = services) {
  const actor = workerActorOfTeam({ teamId: team.teamId })
  const order = { rung: await rung(ids), notBefore: null, skipLocked: false }
  return accepted(await startDueDeployments(using, actor, order))
}

const jobs = () =>
  services.database.asSystem(
    ({ client }) => client.$queryRaw<{ name: string; kind: string; number: number | null; isDue: boolean }[]>`
      SELECT name, data ->> 'kind' AS kind, (data ->> 'number')::int AS number,
        start_after <= clock_timestamp() + ${clockOffsetMs() + 60_000} * interval '1 millisecond' AS "isDue"
      FROM pgboss.job WHERE data ->> 'kind' <> 'cloud_account'`,
  )

const freezeBetween = (startsAt: Date, endsAt: Date): FreezeInput => ({
  ...{ effect: 'freeze', reason: 'Sale', environment: 'production', application: null },
  span: {
    ...{ kind: 'once', timezone: 'UTC' },
    ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
  },
})

/** Stops the clocks shortly before. */
function waitFor(dueAt: Date): void {
  stoppedAt = new Date(dueAt.getTime() - 300)
}

const isWaitingForStarts = () =>
  services.database.asSystem(async ({ client }) => {
    const [found] = await client.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`
    return found?.waiting ?? 0
  })

/** Starts it as planned, while somebody else has the team's starts and changes something before that. */
async function startWhile(id: string, dueAt: Date, change: (changed: Services) => Promise<unknown>) {
  offsetMs = dueAt.getTime() - Date.now() - 300
  const { starting } = await services.database.asTeam(team.teamId, async (holder) => {
    const lock = `starts/${team.teamId}`
    await holder.client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`
    const starting = startOnTimeAt([id], dueAt)
    await until('the start to be planned', isWaitingForStarts)
    await change({ ...services, database: joined(holder) })
    return { starting }
  })
  return starting
}

describe('deployments that are about to be due', () => {
  test('start in the instant and not before, and a worker is woken for their first steps', async () => {
    const dueAt = inMs(60_000)
    const ids = [await schedule('web', dueAt), await schedule('api', dueAt)]
    waitFor(dueAt)
    const started = await startOnTimeAt(ids, dueAt)
    expect(started?.startedAt.getTime()).toBeGreaterThanOrEqual(dueAt.getTime())
    for (const id of ids) {
      const { status, reason, runs, startedAt } = await read(id)
      expect({ status, reason, startedAt, runs: runs.length }).toEqual({
        ...{ status: 'running', reason: 'Started on time.', startedAt: started?.startedAt, runs: 1 },
      })
    }
    const first = { name: 'run-step', kind: 'run', number: 1, isDue: true }
    expect(await jobs()).toEqual([first, first])
  })

  test('two workers at once start it once', async () => {
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    waitFor(dueAt)
    const both = await Promise.all([startOnTimeAt([id], dueAt), startOnTimeAt([id], dueAt)])
    expect(both.filter((started) => started !== null)).toHaveLength(1)
    expect((await read(id)).runs).toHaveLength(1)
  })

  test('what happens to others in the meantime does not matter', async () => {
    const other = await schedule('api', inMs(90_000))
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    const started = await startWhile(id, dueAt, ({ database }) =>
      database.asTeam(
        team.teamId,
        ({ client }) =>
          client.$executeRaw`UPDATE deployments SET note = 'Another one' WHERE id = ${other}::uuid`,
      ),
    )
    expect(started).not.toBeNull()
  })
})

describe('a plan that is no longer true at the instant is not carried out', () => {
  test('cancelled in the meantime', async () => {
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    const started = await startWhile(id, dueAt, (changed) =>
      cancelDeployment(changed, team.deployer, { id, stopRunning: false }),
    )
    expect(started).toBeNull()
    expect(await read(id)).toMatchObject({ status: 'cancelled', runs: [] })
  })

  test('moved in the meantime', async () => {
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    const started = await startWhile(id, dueAt, async (changed) => {
      const later = { kind: 'instant', at: inMs(3_600_000), timezone: 'UTC' } as const
      const order = { due: later, startDeadlineMinutes: null, image: undefined, note: undefined }
      accepted(await rescheduleDeployment(changed, team.deployer, { id, ...order }))
    })
    expect(started).toBeNull()
    expect((await read(id)).status).toBe('scheduled')
    expect(await jobs()).toMatchObject([{ name: 'wake-up', isDue: false }])
  })

  test('another one got the service', async () => {
    const first = await schedule('web', inMs(30_000))
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    const started = await startWhile(id, dueAt, (changed) => startNow([first], changed))
    expect(started).toBeNull()
    await startNow([id])
    expect((await read(id)).status).toBe('waiting')
  })

  test('another one got the team’s last place', async () => {
    await services.database.asSystem(({ client }) => client.$executeRaw`UPDATE teams SET max_running = 1`)
    const first = await schedule('api', inMs(30_000))
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    const started = await startWhile(id, dueAt, (changed) => startNow([first], changed))
    expect(started).toBeNull()
    expect((await read(id)).status).toBe('scheduled')
  })

  test('its service is another one by now', async () => {
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    const started = await startWhile(id, dueAt, ({ database }) =>
      database.asTeam(
        team.teamId,
        ({ client }) => client.$executeRaw`UPDATE targets SET service = service || '-2'`,
      ),
    )
    expect(started).toBeNull()
    expect((await read(id)).runs).toEqual([])
  })

  test('a freeze was made', async () => {
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    const started = await startWhile(id, dueAt, async (changed) =>
      accepted(await createFreeze(changed, team.admin, freezeBetween(inMs(-60_000), inMs(60_000)))),
    )
    expect(started).toBeNull()
    await startNow([id])
    expect(await read(id)).toMatchObject({ status: 'held', runs: [] })
  })

  test('a freeze has begun, as was known when it was planned', async () => {
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    const begins = new Date(dueAt.getTime() + 1)
    accepted(await createFreeze(services, team.admin, freezeBetween(begins, inMs(3_600_000))))
    const started = await startWhile(id, dueAt, () =>
      until('the freeze to begin', async () => Date.now() + offsetMs >= begins.getTime()),
    )
    expect(started).toBeNull()
    await startNow([id])
    expect((await read(id)).status).toBe('held')
  })

  test('somebody holds it at the instant', async () => {
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    waitFor(dueAt)
    const started = await services.database.asTeam(team.teamId, async ({ client }) => {
      await client.$executeRaw`SELECT FROM deployments WHERE id = ${id}::uuid FOR UPDATE`
      return startOnTimeAt([id], dueAt)
    })
    expect(started).toBeNull()
  })

  test('it is late by now: the words would not be true', async () => {
    const dueAt = inMs(100)
    const id = await schedule('web', dueAt)
    offsetMs = 5_000
    expect(await startOnTimeAt([id], dueAt)).toBeNull()
  })
})

describe('nothing is planned for one', () => {
  test('that depends on another that has not succeeded', async () => {
    const api = await schedule('api', inMs(60_000))
    const needed = { kind: 'existing', deploymentId: api, leadMinutes: 0 } as const
    const dueAt = inMs(60_500)
    const id = await schedule('web', dueAt, [needed])
    expect(await startOnTimeAt([id], dueAt)).toBeNull()
  })

  test('that a freeze holds', async () => {
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    accepted(await createFreeze(services, team.admin, freezeBetween(dueAt, inMs(3_600_000))))
    expect(await startOnTimeAt([id], dueAt)).toBeNull()
  })

  test('that ended', async () => {
    const dueAt = inMs(60_000)
    const id = await schedule('web', dueAt)
    const wakeUps = await rung([id])
    await cancelDeployment(services, team.deployer, { id, stopRunning: false })
    const actor = workerActorOfTeam({ teamId: team.teamId })
    expect(accepted(await startOnTime(services, actor, { rung: wakeUps, notBefore: dueAt }))).toBeNull()
  })
})

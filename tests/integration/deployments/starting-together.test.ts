import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { lockDeployment } from '@/lib/postgres/deployments'
import { getDeployment } from '@/lib/queries/get-deployment'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { createApplication } from '@/lib/use-cases/create-application'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
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

/** A service of its own for each. */
async function addApplications(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `shop-${index}`)
  for (const name of names) {
    const target = { environment: 'production', service: name, container: name, imageRepository: null }
    accepted(await createApplication(services, team.admin, { name, slug: name, targets: [target] }))
  }
  return names
}

async function schedule(
  application: string,
  inMinutes: number,
  dependencies: DependencyInput[] = [],
): Promise<string> {
  const at = new Date(Date.now() + offsetMs + inMinutes * MINUTE_MS)
  const scheduled = await scheduleDeployment(services, team.deployer, {
    ...{ application, environment: 'production', image: null, dependencies },
    ...{ startDeadlineMinutes: null, note: null, requestKey: null },
    due: { kind: 'instant', at, timezone: 'UTC' },
  })
  return accepted(scheduled).id
}

async function start(ids: string[], skipLocked = true) {
  const actor = workerActorOfTeam({ teamId: team.teamId })
  const rung = []
  for (const id of ids) rung.push({ deploymentId: id, wakeUpId: (await read(id)).wakeUpId })
  return accepted(await startDueDeployments(services, actor, { rung, notBefore: null, skipLocked }))
}

const limitTo = (maxRunning: number) =>
  services.database.asSystem(({ client }) => client.$executeRaw`UPDATE teams SET max_running = ${maxRunning}`)

const statuses = async (ids: string[]) => {
  const found = []
  for (const id of ids) found.push((await read(id)).status)
  return found
}

describe('deployments that come due together', () => {
  test('start together, each with its run, its timeline and one wake-up for its first step', async () => {
    const ids = []
    for (const name of await addApplications(5)) ids.push(await schedule(name, 1))
    offsetMs = MINUTE_MS
    const { outcomes, leftOut } = await start(ids)
    expect(outcomes.map(({ decision }) => decision)).toEqual(Array(5).fill('start'))
    expect(leftOut).toEqual([])
    for (const id of ids) {
      const { status, runs, latenessMs } = await read(id)
      expect({ status, runs: runs.length }).toEqual({ status: 'running', runs: 1 })
      expect(latenessMs).toBeGreaterThanOrEqual(0)
    }
    const jobs = await services.database.asSystem(
      ({ client }) =>
        client.$queryRaw<
          { name: string }[]
        >`SELECT name FROM pgboss.job WHERE data ->> 'kind' <> 'cloud_account'`,
    )
    expect(jobs.map(({ name }) => name)).toEqual(Array(5).fill('run-step'))
  })

  test('for one service: the one that was due first gets it, the other waits for it', async () => {
    const later = await schedule('web', 3)
    const earlier = await schedule('web', 2)
    offsetMs = 5 * MINUTE_MS
    await start([later, earlier])
    expect(await statuses([earlier, later])).toEqual(['running', 'waiting'])
    expect((await read(later)).reason).toBe(
      'Waiting for Web in Production to finish: a target runs one deployment at a time.',
    )
  })

  test('more than the team may run at once: those due last wait for a place', async () => {
    await limitTo(2)
    const ids: string[] = []
    for (const [index, name] of (await addApplications(4)).entries())
      ids.push(await schedule(name, 1 + index))
    offsetMs = 10 * MINUTE_MS
    await start(ids.toReversed())
    expect(await statuses(ids)).toEqual(['running', 'running', 'waiting', 'waiting'])
    expect((await read(ids[3] ?? '')).reason).toBe(
      "Waiting for a free place: 2 of the team's 2 deployments at once are running.",
    )
  })

  test('one that somebody holds at the moment is left out, and the others do not wait for it', async () => {
    const [held = '', free = ''] = [await schedule('web', 1), await schedule('api', 1)]
    offsetMs = MINUTE_MS
    const meanwhile = await services.database.asTeam(team.teamId, async (holder) => {
      await lockDeployment(holder, held)
      return start([held, free])
    })
    expect(meanwhile.leftOut.map(({ deploymentId }) => deploymentId)).toEqual([held])
    expect(await statuses([held, free])).toEqual(['scheduled', 'running'])
    await start([held], false)
    expect(await statuses([held])).toEqual(['running'])
  })

  test('one that rang too early is put off to its due time, with the same wake-up', async () => {
    const id = await schedule('web', 60)
    const { wakeUpId, dueAt } = await read(id)
    await start([id])
    const jobs = await services.database.asSystem(
      ({ client }) => client.$queryRaw<{ id: string; at: Date }[]>`
        SELECT id, start_after AS at FROM pgboss.job WHERE data ->> 'deploymentId' = ${id}`,
    )
    expect(jobs).toEqual([{ id: wakeUpId, at: dueAt }])
    expect(await statuses([id])).toEqual(['scheduled'])
  })

  test('two workers at once start each of them once', async () => {
    const ids = []
    for (const name of await addApplications(6)) ids.push(await schedule(name, 1))
    offsetMs = MINUTE_MS
    await Promise.all([start(ids, false), start(ids.toReversed(), false)])
    for (const id of ids) expect((await read(id)).runs).toHaveLength(1)
  })
})

describe('a deployment that becomes due in the instant in which what it depends on ends', () => {
  test('does not go to wait for ever: it is woken, or has seen the end', async () => {
    for (let round = 0; round < 8; round += 1) {
      const api = await schedule('api', 1)
      const needed = { kind: 'existing', deploymentId: api, leadMinutes: 0 } as const
      const web = await schedule('web', 1, [needed])
      offsetMs += MINUTE_MS
      const cancelled = cancelDeployment(services, team.deployer, { id: api, stopRunning: false })
      await Promise.all([cancelled, start([web], false)])
      const { status } = await read(web)
      const woken = await services.database.asSystem(
        ({ client }) => client.$queryRaw<{ id: string }[]>`
          SELECT id FROM pgboss.job WHERE data ->> 'deploymentId' = ${web}
            AND start_after <= clock_timestamp() + ${offsetMs + 1_000} * interval '1 millisecond'`,
      )
      expect(status === 'skipped' || woken.length > 0).toBe(true)
    }
  })
})

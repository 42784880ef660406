import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { teamIdOfRow } from '@/lib/auth/team-id'
import { type DueWakeUps, openDueWakeUps, type TakeOrder } from '@/lib/queue/due-wake-ups'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { openTestServices, type TestServices } from '@/tests/setup/fixtures'

const SECOND_MS = 1_000

let database: TestDatabase
let services: TestServices
let first: DueWakeUps
let second: DueWakeUps
let offsetMs = 0

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
  const open = (worker: string) =>
    openDueWakeUps({ databaseUrl: database.url, worker, clockOffsetMs: () => offsetMs })
  first = open('host/1-aa')
  second = open('host/2-bb')
})
afterAll(async () => {
  await Promise.all([first.close(), second.close(), services.close()])
  await database.drop()
})
afterEach(async () => {
  offsetMs = 0
  await services.database.asSystem(({ client }) => client.$executeRaw`DELETE FROM pgboss.job`)
})

const order: TakeOrder = { queue: 'wake-up', limit: 10, aheadMs: 0, forMs: 4 * SECOND_MS, suspects: false }
const teamA = randomUUID()
const teamB = randomUUID()

/** Asks for a wake-up due `inMs` from now; answers the deployment's id. */
async function ask(inMs: number, teamId = teamA): Promise<{ deploymentId: string; wakeUpId: string }> {
  const deploymentId = randomUUID()
  const wakeUpId = await services.database.asTeam(teamIdOfRow({ teamId }), (team) =>
    services.wakeUps.ask(team, { kind: 'deployment', teamId, deploymentId }, new Date(Date.now() + inMs)),
  )
  return { deploymentId, wakeUpId }
}
const takenBy = async (worker: DueWakeUps, change: Partial<TakeOrder> = {}) =>
  (await worker.take({ ...order, ...change })).map(({ wakeUp }) =>
    wakeUp?.kind === 'deployment' ? wakeUp.deploymentId : null,
  )

describe('taking what is due', () => {
  test('takes the oldest first, and nothing that is still ahead', async () => {
    const [young, old, ahead] = [await ask(-1_000), await ask(-9_000), await ask(60_000)]
    expect(await takenBy(first)).toEqual([old.deploymentId, young.deploymentId])
    expect(await takenBy(first, { aheadMs: 120_000 })).toContain(ahead.deploymentId)
  })

  test('what one worker has taken, another does not get', async () => {
    await ask(-1_000)
    expect(await takenBy(first)).toHaveLength(1)
    expect(await takenBy(second)).toEqual([])
  })

  test('what a worker took and never settled rings again when its time is up, and its loss is counted', async () => {
    const { deploymentId } = await ask(-1_000)
    await first.take(order)
    offsetMs = 5 * SECOND_MS
    const again = await second.take(order)
    expect(again).toMatchObject([{ wakeUp: { deploymentId }, losses: 1, failures: 0 }])
  })

  test('what a worker keeps does not ring again', async () => {
    const { wakeUpId } = await ask(-1_000)
    await first.take(order)
    offsetMs = 3 * SECOND_MS
    await first.keep([wakeUpId], order.forMs)
    offsetMs = 5 * SECOND_MS
    expect(await takenBy(second)).toEqual([])
  })

  test('what was put off meanwhile is not kept', async () => {
    const { wakeUpId } = await ask(-1_000)
    await first.take(order)
    const at = new Date(Date.now() - 1)
    const moved = await services.database.asTeam(teamIdOfRow({ teamId: teamA }), (team) =>
      services.wakeUps.moveAll(team, [{ wakeUpId, at }]),
    )
    expect(moved).toEqual(new Set([wakeUpId]))
    await first.keep([wakeUpId], 60 * SECOND_MS)
    expect(await takenBy(second)).toHaveLength(1)
  })

  test('one that nobody can read stands in nobody’s way', async () => {
    const { wakeUpId } = await ask(-2_000)
    const { deploymentId } = await ask(-1_000)
    await services.database.asSystem(
      ({ client }) =>
        client.$executeRaw`UPDATE pgboss.job SET data = '"nonsense"' WHERE id = ${wakeUpId}::uuid`,
    )
    expect(await takenBy(first)).toEqual([null, deploymentId])
  })

  test('teams that had their turn stand back', async () => {
    for (const inMs of [-9_000, -8_000, -7_000]) await ask(inMs, teamA)
    const lone = await ask(-1_000, teamB)
    expect(await takenBy(first, { limit: 2 })).toHaveLength(2)
    expect(await takenBy(first, { limit: 2, exceptTeams: [teamA] })).toEqual([lone.deploymentId])
  })
})

describe('what failed', () => {
  test('is a suspect: taken apart from the others, after its pause', async () => {
    const { wakeUpId, deploymentId } = await ask(-1_000)
    await first.take(order)
    await first.failed(wakeUpId, { afterMs: 2 * SECOND_MS, counts: true })
    offsetMs = SECOND_MS
    expect(await takenBy(second, { suspects: true })).toEqual([])
    offsetMs = 3 * SECOND_MS
    expect(await takenBy(second)).toEqual([])
    expect(await second.take({ ...order, suspects: true })).toMatchObject([
      { wakeUp: { deploymentId }, failures: 1, losses: 0 },
    ])
  })

  test('after it was put off for something else is left alone', async () => {
    const { wakeUpId } = await ask(-1_000)
    await first.take(order)
    const at = new Date(Date.now() - 1)
    await services.database.asTeam(teamIdOfRow({ teamId: teamA }), (team) =>
      services.wakeUps.moveAll(team, [{ wakeUpId, at }]),
    )
    await first.failed(wakeUpId, { afterMs: 60 * SECOND_MS, counts: true })
    expect(await second.take(order)).toMatchObject([{ failures: 0 }])
  })

  test('because the database was away is no suspect', async () => {
    const { wakeUpId } = await ask(-1_000)
    await first.take(order)
    await first.failed(wakeUpId, { afterMs: 0, counts: false })
    expect(await second.take(order)).toMatchObject([{ failures: 0, losses: 0 }])
  })
})

describe('what a dead worker had in hand', () => {
  test('is given back at once, and counts as failed only if it died of what it did', async () => {
    await ask(-1_000)
    await first.take(order)
    expect(await second.giveBack('host/1-', { atFault: false })).toBe(1)
    expect(await second.take(order)).toMatchObject([{ failures: 0, losses: 0 }])
    expect(await first.giveBack('host/2-', { atFault: true })).toBe(1)
    expect(await takenBy(first)).toEqual([])
    expect(await first.take({ ...order, suspects: true })).toMatchObject([{ failures: 1 }])
  })

  test('of another process with a like number is left alone', async () => {
    await ask(-1_000)
    await first.take(order)
    expect(await second.giveBack('host/11-', { atFault: true })).toBe(0)
  })
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { teamIdOfRow } from '@/lib/auth/team-id'
import type { TeamDatabase } from '@/lib/postgres/database'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { openTestServices, type TestServices } from '@/tests/setup/fixtures'

let database: TestDatabase
let services: TestServices

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
})
afterAll(async () => {
  await services.close()
  await database.drop()
})

const teamId = randomUUID()
const inTeam = <Value>(work: (team: TeamDatabase) => Promise<Value>) =>
  services.database.asTeam(teamIdOfRow({ teamId }), work)
const stepsLeft = () =>
  services.database.asSystem(
    ({ client }) =>
      client.$queryRaw`SELECT data -> 'number' AS number FROM pgboss.job WHERE name = 'run-step'`,
  )

/** Found by simulation: a run stood still for 25 s after its worker had, until somebody looked for what was lost. */
test('a worker that stood still over a wake-up does not take away the next step’s, which has the same id', async () => {
  const runId = randomUUID()
  const step = (number: number) => ({ kind: 'run', teamId, runId, number }) as const
  const at = new Date(Date.now() + 60_000)
  const id = await inTeam((team) => services.wakeUps.ask(team, step(1), new Date()))
  await inTeam((team) => services.wakeUps.again(team, id, { wakeUp: step(2), at }))
  await inTeam((team) => services.wakeUps.dropStale(team, id, step(1)))
  expect(await stepsLeft()).toEqual([{ number: 2 }])
  await inTeam((team) => services.wakeUps.dropStale(team, id, step(2)))
  expect(await stepsLeft()).toEqual([])
})

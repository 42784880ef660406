import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nextInTeam, teamRoom } from '@/lib/postgres/team-limits'
import { getTeam } from '@/lib/queries/get-team'
import { updateTeam } from '@/lib/use-cases/update-team'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'
import { scheduleTomorrow } from './some-deployment'

const NOW = new Date()

let database: TestDatabase
let services: TestServices
let owner: pg.Client
let ours: TeamFixture
let theirs: TeamFixture

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
  owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await services.close()
  await database.drop()
})
beforeEach(async () => {
  ours = await createTeamFixture(services)
  theirs = await createTeamFixture(services)
})

const asTeam: TestServices['database']['asTeam'] = (teamId, work) => services.database.asTeam(teamId, work)

/** A deployment that has come as far as this, due so many minutes before now. */
async function deployment(team: TeamFixture, status: string, { waitingFor = '', minutesAgo = 1 } = {}) {
  const id = await scheduleTomorrow(services, team.deployer, {
    application: 'web',
    environment: 'production',
  })
  await owner.query(
    `UPDATE deployments SET status = $2::"DeploymentStatus", waiting_for = nullif($3, '')::"WaitingFor", due_at = $4,
       started_at = CASE $2 WHEN 'running' THEN now() END WHERE id = $1`,
    [id, status, waitingFor, new Date(NOW.getTime() - minutesAgo * 60_000)],
  )
  return id
}
const waits = (minutesAgo: number, team = ours) =>
  deployment(team, 'waiting', { waitingFor: 'team', minutesAgo })

async function wokenNow(ids: string[]): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT data ->> 'deploymentId' AS id FROM pgboss.job
     WHERE start_after <= now() AND data ->> 'deploymentId' = ANY($1) ORDER BY created_on, id`,
    [ids],
  )
  return rows.map(({ id }) => id)
}

describe('how many deployments a team may have running', () => {
  test('is 50 until an admin changes it, for that team only', async () => {
    expect(accepted(await getTeam(services, ours.viewer, {}))).toMatchObject({ maxRunning: 50 })
    const changed = accepted(await updateTeam(services, ours.admin, { maxRunning: 3 }))
    expect(changed).toMatchObject({ id: ours.teamId, maxRunning: 3 })
    expect(accepted(await getTeam(services, ours.viewer, {}))).toEqual(changed)
    expect(accepted(await getTeam(services, theirs.viewer, {}))).toMatchObject({ maxRunning: 50 })
  })

  test.each([0, -1, 1.5, 10_001, Number.NaN])('is never %s', async (maxRunning) => {
    const refused = await updateTeam(services, ours.admin, { maxRunning })
    expect(refused).toMatchObject({ ok: false, refusal: { kind: 'invalid', path: 'maxRunning' } })
  })

  test('is nothing that a deployer changes', async () => {
    const refused = await updateTeam(services, ours.deployer, { maxRunning: 3 })
    expect(refused).toMatchObject({ ok: false, refusal: { kind: 'forbidden' } })
  })

  test('is all that a team’s transaction can change of a team, and of its own alone', async () => {
    const change = (data: object, id: string) =>
      asTeam(ours.teamId, ({ client }) => client.team.updateMany({ where: { id }, data }))
    expect(await change({ maxRunning: 9 }, theirs.teamId)).toEqual({ count: 0 })
    await expect(change({ name: 'Taken over' }, ours.teamId)).rejects.toThrow(
      /permission denied|denied access/,
    )
    await expect(change({ maxRunning: 0 }, ours.teamId)).rejects.toThrow('teams_some_may_run')
  })
})

describe('the room in a team', () => {
  test('counts what is running, of this team only', async () => {
    for (const status of ['running', 'running', 'scheduled', 'waiting']) await deployment(ours, status)
    await deployment(theirs, 'running')
    expect(await asTeam(ours.teamId, teamRoom)).toEqual({ running: 2, limit: 50 })
  })
})

describe('who is next for a free place', () => {
  const next = (limit: number) => asTeam(ours.teamId, (team) => nextInTeam(team, { now: NOW, limit }))

  test('is who has been due longest, of those that wait for it', async () => {
    const [second, first, third] = [await waits(5), await waits(9), await waits(1)]
    await deployment(ours, 'waiting', { waitingFor: 'target', minutesAgo: 20 })
    await deployment(ours, 'waiting', { minutesAgo: 20 })
    // What it waited for is of no interest any more.
    await deployment(ours, 'held', { waitingFor: 'team', minutesAgo: 20 })
    await waits(-1)
    await waits(30, theirs)
    expect(await next(10)).toEqual([first, second, third])
    expect(await next(1)).toEqual([first])
    expect(await next(0)).toEqual([])
    expect(await next(-3)).toEqual([])
  })

  test('is somebody else for each of two that end at the same moment', async () => {
    const [first, second] = [await waits(9), await waits(5)]
    const found = await asTeam(ours.teamId, async (one) => [
      await nextInTeam(one, { now: NOW, limit: 1 }),
      await asTeam(ours.teamId, (other) => nextInTeam(other, { now: NOW, limit: 1 })),
    ])
    expect(found).toEqual([[first], [second]])
  })
})

describe('a limit that is raised', () => {
  test('wakes as many of those that wait as there is room for now', async () => {
    await updateTeam(services, ours.admin, { maxRunning: 1 })
    await deployment(ours, 'running')
    const inOrder = [await waits(9), await waits(8), await waits(7)]
    accepted(await updateTeam(services, ours.admin, { maxRunning: 1 }))
    expect(await wokenNow(inOrder)).toEqual([])
    accepted(await updateTeam(services, ours.admin, { maxRunning: 3 }))
    expect((await wokenNow(inOrder)).sort()).toEqual(inOrder.slice(0, 2).sort())
  })
})

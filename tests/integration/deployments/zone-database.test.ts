import { afterAll, beforeAll, expect, test } from 'vitest'
import { getDeployment } from '@/lib/queries/get-deployment'
import { getTimeline } from '@/lib/queries/get-timeline'
import { listZoneMoves } from '@/lib/queries/list-zone-moves'
import { dismissZoneMoves } from '@/lib/use-cases/dismiss-zone-moves'
import { reResolveDueTimes } from '@/lib/use-cases/re-resolve-due-times'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'

let database: TestDatabase
let services: TestServices
let team: TeamFixture

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
  team = await createTeamFixture(services)
})
afterAll(async () => {
  await services.close()
  await database.drop()
})

/** Due at 15:00:20 in Berlin, as an older zone database would have it that was `wrongByHours` off. */
async function scheduledByOlderRules(wrongByHours: number): Promise<string> {
  const right = new Date('2027-03-10T14:00:20Z')
  const { id } = accepted(
    await scheduleDeployment(services, team.deployer, {
      ...{ application: 'web', environment: 'production', image: null, dependencies: [], note: null },
      ...{ startDeadlineMinutes: null, requestKey: null },
      due: { kind: 'instant', at: right, timezone: 'Europe/Berlin' },
    }),
  )
  const dueAt = new Date(right.getTime() + wrongByHours * 3_600_000)
  const startDeadlineAt = new Date(dueAt.getTime() + 3_600_000)
  await services.database.asTeam(team.teamId, ({ client }) =>
    client.deployment.update({
      where: { id },
      data: { dueAt, startDeadlineAt, zoneDatabaseVersion: '2019a' },
    }),
  )
  return id
}

const read = async (id: string) => accepted(await getDeployment(services, team.viewer, { id }))
const wakesAt = (id: string) =>
  services.database.asTeam(
    team.teamId,
    ({ client }) => client.$queryRaw`
      SELECT start_after AS at FROM pgboss.job WHERE data ->> 'deploymentId' = ${id} AND state = 'created'`,
  )

test('a newer zone database moves a pending deployment to the local time that was meant, wake-up included', async () => {
  const moved = await scheduledByOlderRules(1)
  const same = await scheduledByOlderRules(0)
  expect(await reResolveDueTimes(services)).toEqual({ resolved: 2, moved: 1 })
  for (const id of [moved, same]) {
    const dueAt = new Date('2027-03-10T14:00:20Z')
    expect(await read(id)).toMatchObject({ dueAt, startDeadlineAt: new Date('2027-03-10T15:00:20Z') })
    expect(await wakesAt(id)).toEqual([{ at: dueAt }])
  }
  const timeline = accepted(await getTimeline(services, team.viewer, { id: moved, limit: 10, cursor: null }))
  expect(timeline.items.at(-1)).toMatchObject({
    event: 'deployment.zone_changed',
    message: expect.stringContaining('The rules of Europe/Berlin changed'),
  })
  expect(await reResolveDueTimes(services)).toEqual({ resolved: 0, moved: 0 })

  const { items } = accepted(await listZoneMoves(services, team.viewer, {}))
  expect(items).toMatchObject([
    {
      ...{
        deployment: { id: moved },
        timezone: 'Europe/Berlin',
        localTime: '2027-03-10T15:00',
        hasMoved: true,
      },
      ...{ dueBefore: new Date('2027-03-10T15:00:20Z'), dueAfter: new Date('2027-03-10T14:00:20Z') },
      ...{ versionBefore: '2019a', versionAfter: services.zoneDatabaseVersion },
    },
  ])
  const ids = items.map(({ id }) => id)
  accepted(await dismissZoneMoves(services, team.deployer, { ids }))
  accepted(await dismissZoneMoves(services, team.deployer, { ids }))
  expect(accepted(await listZoneMoves(services, team.viewer, {})).items).toEqual([])
})

test('what the new rules leave without a single local time stays at its instant, and is listed to be looked at', async () => {
  const id = await scheduledByOlderRules(0)
  const dueAt = new Date('2027-03-28T01:30:00Z')
  await services.database.asTeam(team.teamId, ({ client }) =>
    client.deployment.update({
      where: { id },
      data: {
        ...{ localTime: '2027-03-28T02:30', dueAt, startDeadlineAt: new Date(dueAt.getTime() + 3_600_000) },
        zoneDatabaseVersion: '2019a',
      },
    }),
  )
  await reResolveDueTimes(services)
  expect(await read(id)).toMatchObject({ dueAt })
  expect(accepted(await listZoneMoves(services, team.viewer, {})).items).toMatchObject([
    { deployment: { id }, hasMoved: false, dueBefore: dueAt, dueAfter: dueAt },
  ])
})

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { teamIdOfRow } from '@/lib/auth/team-id'
import { actorFromToken } from '@/lib/auth/token-actor'
import { answerOnce } from '@/lib/use-cases/answer-once'
import { createApiToken } from '@/lib/use-cases/create-api-token'
import { createCalendarFeed } from '@/lib/use-cases/create-calendar-feed'
import { createFreeze } from '@/lib/use-cases/create-freeze'
import { createSchedule } from '@/lib/use-cases/create-schedule'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'
import { scheduleOf } from '@/tests/setup/schedule-of'
import { scheduleTomorrow, someZoneMove, startRunning } from './some-deployment'

let database: TestDatabase
let services: TestServices
let owner: pg.Client
let ours: TeamFixture
let theirs: TeamFixture
let tables: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
  owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  const found = await owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'team_id' order by 1`,
  )
  tables = found.rows.map(({ name }) => name)
  ours = await fullTeam()
  theirs = await fullTeam()
})

afterAll(async () => {
  await owner.end()
  await services.close()
  await database.drop()
})

/** A team with a row in every table that a team has rows in. */
async function fullTeam(): Promise<TeamFixture> {
  const team = await createTeamFixture(services)
  const { token } = accepted(await createApiToken(services, team.admin, { name: 'ci', expiresInDays: null }))
  expect(await actorFromToken(services, token)).not.toBeNull()
  const feed = { name: 'Phone', scope: 'team', environment: null } as const
  accepted(await createCalendarFeed(services, team.admin, feed))
  const request = { key: 'key', hash: 'hash' }
  await answerOnce(services, team.admin, request, async () => ({
    ok: true,
    value: { status: 200, body: {} },
  }))
  const { api } = team.applications
  const moved = await scheduleTomorrow(services, team.deployer, {
    application: 'web',
    environment: 'production',
    dependencies: [
      {
        kind: 'new',
        application: api.id,
        environment: 'production',
        image: null,
        leadMinutes: null,
        dependencies: [],
      },
    ],
  })
  accepted(
    await createFreeze(services, team.admin, {
      ...{ effect: 'freeze', reason: 'Nights', environment: 'staging', application: null },
      span: { kind: 'weekly', weekdays: [1], from: '22:00', until: '05:00', timezone: 'UTC' },
    }),
  )
  await someZoneMove(services, team.deployer, moved)
  accepted(
    await createSchedule(
      services,
      team.deployer,
      scheduleOf({ application: 'web', environment: 'production' }),
    ),
  )
  await startRunning(services, team.deployer, { application: 'worker', environment: 'production' })
  return team
}

/** What the statements of this team's transactions, or of those without a team, see of a table. */
async function visible(teamId: string | null, table: string): Promise<Set<string>> {
  await owner.query('begin')
  try {
    await owner.query('set local role shipclock_app')
    if (teamId !== null) await owner.query("select set_config('shipclock.team_id', $1, true)", [teamId])
    const column = table === 'teams' ? 'id' : 'team_id'
    const { rows } = await owner.query<{ team: string }>(`select ${column} as team from "${table}"`)
    return new Set(rows.map(({ team }) => team))
  } finally {
    await owner.query('rollback')
  }
}

describe('a transaction', () => {
  test('that names no team sees no row of any table that a team has rows in', async () => {
    expect(tables.length).toBeGreaterThanOrEqual(11)
    for (const table of [...tables, 'teams']) {
      const { rowCount } = await owner.query(`select from "${table}"`)
      expect(rowCount, `rows of ${table}`).toBeGreaterThan(1)
      expect([...(await visible(null, table))], table).toEqual([])
    }
  })

  test('of a team sees its rows and nobody else’s, in every table', async () => {
    for (const table of [...tables, 'teams']) {
      expect([...(await visible(ours.teamId, table))], table).toEqual([ours.teamId])
      expect([...(await visible(theirs.teamId, table))], table).toEqual([theirs.teamId])
    }
  })

  test('of a team can’t give a row to another one, nor take or delete one of theirs', async () => {
    for (const table of tables) {
      await owner.query('begin')
      await owner.query('set local role shipclock_app')
      await owner.query("select set_config('shipclock.team_id', $1, true)", [ours.teamId])
      const changes =
        table === 'timeline_entries'
          ? []
          : [
              await owner.query(`update "${table}" set team_id = $1 where team_id = $2`, [
                ours.teamId,
                theirs.teamId,
              ]),
              await owner.query(`delete from "${table}" where team_id = $1`, [theirs.teamId]),
            ]
      expect(
        changes.map(({ rowCount }) => rowCount),
        table,
      ).toEqual(changes.map(() => 0))
      await expect(owner.query(`update "${table}" set team_id = $1`, [theirs.teamId]), table).rejects.toThrow(
        /row-level security|permission denied/,
      )
      await owner.query('rollback')
    }
  })

  test('that names no team can’t read users, sign-in attempts or ended sessions', async () => {
    for (const table of ['users', 'sign_in_throttles', 'ended_sessions']) {
      await owner.query(
        table === 'users'
          ? 'select 1'
          : table === 'ended_sessions'
            ? `insert into ended_sessions values ('x', now())`
            : `insert into sign_in_throttles values ('x', 1, now())`,
      )
      await owner.query('begin')
      await owner.query('set local role shipclock_app')
      const seen = await owner.query(`select from "${table}"`)
      await owner.query('rollback')
      expect(seen.rowCount, table).toBe(0)
    }
  })

  test('of a team sees its members and no other users', async () => {
    const users = await services.database.asTeam(teamIdOfRow(ours), (team) =>
      team.client.user.findMany({ select: { id: true } }),
    )

    const ids = [ours.admin, ours.deployer, ours.viewer].map(({ userId }) => userId)
    expect(users.map(({ id }) => id).sort()).toEqual(ids.sort())
  })

  test('can’t change what is on the timeline, not even the system’s', async () => {
    for (const role of ['shipclock_app', 'shipclock_system']) {
      for (const change of ["update timeline_entries set message = 'x'", 'delete from timeline_entries']) {
        await owner.query('begin')
        await owner.query(`set local role ${role}`)
        await expect(owner.query(change)).rejects.toThrow('permission denied')
        await owner.query('rollback')
      }
    }
  })
})

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ActionResult } from '@/app/action-result'
import { services } from '@/app/services'
import { isTeamAction } from '@/app/team-action'
import { createVaultKeyPair } from '@/lib/vault/keys'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { allActions } from './all-actions'
import { browseAs } from './browser-session'
import { type ActionExample, EXAMPLES, type Stage } from './examples'
import { openStage } from './stage'

vi.mock('next/headers', async () => (await import('./browser-session')).headersOfBrowser())

const actions = await allActions()
const covered = actions.flatMap(([name, action]) => {
  const example = EXAMPLES[name]
  return isAction(action) && example !== undefined ? [[name, action, example] as const] : []
})
const reaching = (...reaches: ActionExample['reach'][]) =>
  covered.filter(([, , { reach }]) => reaches.includes(reach))

let database: TestDatabase
let client: pg.Client
let stage: Stage
let other: Stage

beforeAll(async () => {
  database = await createTestDatabase()
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    SHIPCLOCK_SECRET: 'q8Zr2fWm5Xc7Vb1Nk4Jh6Gd9Sa3Pe0Lt',
    SHIPCLOCK_VAULT_PUBLIC_KEY: (await createVaultKeyPair()).publicKey,
  })
  client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined)
  await client.connect()
  stage = await openStage()
  other = await openStage()
})
afterAll(async () => {
  await client.end()
  const opened = services()
  if ('close' in opened && typeof opened.close === 'function') await opened.close()
  await database.drop()
})

function isAction(candidate: unknown): candidate is (input: unknown) => Promise<ActionResult<unknown>> {
  return isTeamAction(candidate)
}

const TABLES =
  'cloud_accounts environments applications targets deployments dependencies runs timeline_entries api_tokens calendar_feeds zone_moves memberships'

/** Everything of a team that an action could have changed, its members' passwords and sessions included. */
async function everythingOf({ team }: Stage): Promise<string> {
  const found: unknown[] = []
  for (const table of TABLES.split(' ')) {
    const { rows } = await client.query(
      `SELECT * FROM ${table} WHERE team_id = $1 ORDER BY to_jsonb(${table})::text`,
      [team.teamId],
    )
    found.push(rows)
  }
  const users = await client.query(
    'SELECT * FROM users WHERE id IN (SELECT user_id FROM memberships WHERE team_id = $1) ORDER BY id',
    [team.teamId],
  )
  const itself = await client.query('SELECT * FROM teams WHERE id = $1', [team.teamId])
  return JSON.stringify([...found, users.rows, itself.rows])
}

function codeOf(result: ActionResult<unknown>): string {
  return result.ok ? 'accepted' : result.refusal.code
}

/** Somebody else's token or feed does not exist for those who are no admins. */
const refusalOfOthers = (name: string) =>
  name === 'revokeApiTokenAction' || name === 'revokeCalendarFeedAction' ? 'not_found' : 'forbidden'

test.each(actions)('%s is made by teamAction', (_name, action) => {
  expect(isTeamAction(action)).toBe(true)
})

test('every action is tried here', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(actions.map(([name]) => name).sort())
})

test.each(covered)('%s is refused to whoever is not signed in', async (_name, action, { input }) => {
  await browseAs(null)
  const before = await everythingOf(stage)

  expect(codeOf(await action(input(stage)))).toBe('unauthenticated')
  expect(await everythingOf(stage)).toBe(before)
})

test.each(reaching('new', 'deploy', 'administer'))(
  '%s is refused to a viewer',
  async (name, action, example) => {
    await browseAs(stage.team.viewer)
    const before = await everythingOf(stage)

    expect(codeOf(await action(example.input(stage)))).toBe(refusalOfOthers(name))
    expect(await everythingOf(stage)).toBe(before)
  },
)

test.each(reaching('new', 'administer'))('%s is refused to a deployer', async (name, action, example) => {
  await browseAs(stage.team.deployer)
  const before = await everythingOf(stage)

  expect(codeOf(await action(example.input(stage)))).toBe(refusalOfOthers(name))
  expect(await everythingOf(stage)).toBe(before)
})

test.each(reaching('deploy', 'administer'))(
  '%s finds nothing of another team, as if it were not there',
  async (_name, action, { input }) => {
    await browseAs(other.team.admin)
    const before = await everythingOf(stage)

    expect(codeOf(await action(input(stage)))).toBe('not_found')
    expect(await everythingOf(stage)).toBe(before)
  },
)

test.each(reaching('new', 'own'))('%s touches nothing of another team', async (_name, action, { input }) => {
  const stranger = await openStage()
  await browseAs(stranger.team.admin)
  const before = await everythingOf(stage)

  await action(input(stage))

  expect(await everythingOf(stage)).toBe(before)
})

describe('what was refused above was refused for who asked: the admin of the team', () => {
  test.each(covered)('carries out %s', async (_name, action, { input, refusedWith }) => {
    const own = await openStage()
    await browseAs(own.team.admin)

    expect(codeOf(await action(input(own)))).toBe(refusedWith ?? 'accepted')
  })
})

test.each(covered)('%s names what is wrong with input that it cannot read', async (_name, action) => {
  await browseAs(stage.team.admin)
  const before = await everythingOf(stage)

  const result = await action('not what the form sends')

  expect(result).toMatchObject({ ok: false, refusal: { code: 'invalid_request', errors: [{ path: '' }] } })
  expect(await everythingOf(stage)).toBe(before)
})

test('a wish to work for another team is not granted', async () => {
  await browseAs(stage.team.admin)
  const choose = covered.find(([name]) => name === 'chooseTeamAction')
  await choose?.[1]({ teamId: other.team.teamId })
  const cancel = covered.find(([name]) => name === 'cancelAction')

  expect(cancel && codeOf(await cancel[1]({ id: other.deploymentId, stopRunning: false }))).toBe('not_found')
})

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { signIn } from '@/lib/auth/sign-in'
import { actorFromToken } from '@/lib/auth/token-actor'
import { INVARIANTS } from '@/lib/postgres/invariants/all'
import { createUser } from '@/lib/use-cases/create-user'
import { parseVaultPrivateKey, parseVaultPublicKey } from '@/lib/vault/keys'
import { takeDataFolder } from '@/scripts/data-folder.mjs'
import { findFreePort } from '@/scripts/port.mjs'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted, createTeamFixture, openTestServices, type TestServices } from '@/tests/setup/fixtures'

// Each command is a process of its own, which loads everything anew.
vi.setConfig({ testTimeout: 120_000 })

const root = join(import.meta.dirname, '../../..')

let database: TestDatabase
let services: TestServices
let owner: pg.Client

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

interface Outcome {
  code: number | string | null | undefined
  stdout: string
  stderr: string
}

/** The command as npm runs it, without npm. */
function shipclock(args: string[], variables: Record<string, string> = { DATABASE_URL: database.url }) {
  const command = ['--import', './scripts/alias.mjs', 'scripts/shipclock.ts', ...args]
  const env = { PATH: process.env.PATH, ...variables, NODE_ENV: 'test' as const }
  return new Promise<Outcome>((resolve) => {
    execFile(process.execPath, command, { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    )
  })
}

/** A user who was there before. */
async function existing(email: string, team: string): Promise<void> {
  const password = 'a long password'
  accepted(await createUser(services, { email, password, name: null, team, role: 'deployer' }))
}

const user = (email: string, team: string, more: string[] = []) => [
  ...['user', 'create', '--email', email, '--password', 'a long password', '--team', team],
  ...['--role', 'deployer', ...more],
]

const token = (email: string, more: string[] = []) => [
  ...['token', 'create', '--email', email, '--name', 'ci', ...more],
]

describe('user create', () => {
  test('makes the team, the user and the membership', async () => {
    expect(await shipclock(user('Ada@example.com', 'Ops Team', ['--name', 'Ada']))).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'Ada is a new user, and deployer of Ops Team.\n',
    })

    const attempt = { email: 'ada@example.com', password: 'a long password', address: null }
    expect(await signIn(services, attempt)).toMatchObject({ ok: true, value: { name: 'Ada' } })
  })

  test('of one who exists makes a member, and no new password', async () => {
    await existing('bob@example.com', 'One')
    const again = user('bob@example.com', 'Two').map((word) => word.replace('a long', 'another'))

    expect(await shipclock(again)).toMatchObject({ code: 0, stderr: expect.stringContaining('existed') })

    const attempt = { email: 'bob@example.com', address: null }
    expect(await signIn(services, { ...attempt, password: 'another password' })).toMatchObject({ ok: false })
    expect(await signIn(services, { ...attempt, password: 'a long password' })).toMatchObject({ ok: true })
  })
})

describe('token create', () => {
  test('prints the token alone, which counts at once', async () => {
    await existing('cy@example.com', 'Tokens')

    const { code, stdout } = await shipclock(token('cy@example.com'))

    expect(code).toBe(0)
    expect(stdout).toMatch(/^shipclock_[0-9a-f]{48}_[0-9a-f]{8}\n$/)
    expect(await actorFromToken(services, stdout.trim())).toMatchObject({
      role: 'deployer',
      label: 'cy (token ci)',
    })
  })

  test('asks for the team of a user who has several', async () => {
    await existing('di@example.com', 'First team')
    await existing('di@example.com', 'Second team')

    expect(await shipclock(token('di@example.com'))).toEqual({
      code: 1,
      stdout: '',
      stderr: 'di@example.com belongs to First team and Second team: choose one with --team.\n',
    })
    const { stdout } = await shipclock(token('di@example.com', ['--team', 'second-team']))
    expect(await actorFromToken(services, stdout.trim())).not.toBeNull()
  })
})

describe('wrong use', () => {
  test.each([
    [['nonsense'], 2, 'unknown command'],
    [['user', 'create', '--email', 'x@example.com'], 2, '--password'],
    [user('x@example.com', 'T', ['--role', 'boss']), 2, 'viewer, deployer, admin'],
    [user('not-an-address', 'T'), 1, '--email'],
    [user('x@example.com', 'T', ['--password', 'short']), 1, '--password'],
    [token('nobody@example.com'), 1, 'user create'],
    [token('x@example.com', ['--expires-in-days', 'soon']), 2, 'whole number'],
  ])('%j is answered in one line, with exit code %i', async (args, code, words) => {
    const outcome = await shipclock(args)

    expect(outcome).toMatchObject({ code, stdout: '' })
    expect(outcome.stderr).toMatch(/^[^\n]+\n$/)
    expect(outcome.stderr).toContain(words)
  })

  test('a database that is away, or not migrated, is told in one line without its password', async () => {
    const away = `postgres://u:s3cret@127.0.0.1:${await findFreePort()}/x`
    const empty = await createEmptyDatabase()
    const outcomes = [
      await shipclock(token('x@example.com'), { DATABASE_URL: away }),
      await shipclock(token('x@example.com'), { DATABASE_URL: empty.url }),
    ]
    await empty.drop()

    for (const { code, stderr } of outcomes) {
      expect(code).toBe(1)
      expect(stderr).toMatch(/^[^\n]+\n$/)
      expect(stderr).not.toContain('s3cret')
    }
    expect(outcomes[1]?.stderr).toContain('npm run migrate')
  })
})

describe('keys create', () => {
  test('prints a pair that belongs together as two variables', async () => {
    const { stdout } = await shipclock(['keys', 'create'], {})

    const [, publicKey = '', privateKey = ''] =
      /^SHIPCLOCK_VAULT_PUBLIC_KEY=(\S+)\nSHIPCLOCK_VAULT_PRIVATE_KEY=(\S+)\n$/.exec(stdout) ?? []
    const opened = [parseVaultPublicKey(publicKey), parseVaultPrivateKey(privateKey)]
    const [sealing, opening] = opened.map((key) => (key.ok ? key.value.keyId : key.refusal.message))
    expect(sealing).toBe(opening)
  })
})

describe('with the embedded PostgreSQL', () => {
  test('it works on the database of the Shipclock that is running', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'shipclock-cli-'))
    const release = await takeDataFolder(dataDir)
    const record = { password: 'p', port: 1, url: database.url }
    await writeFile(join(dataDir, 'postgres.json'), JSON.stringify(record))
    try {
      expect(await shipclock(user('em@example.com', 'E'), { SHIPCLOCK_DATA_DIR: dataDir })).toMatchObject({
        code: 0,
      })
    } finally {
      release?.()
      await rm(dataDir, { recursive: true })
    }
    const attempt = { email: 'em@example.com', password: 'a long password', address: null }
    expect(await signIn(services, attempt)).toMatchObject({ ok: true })
  })
})

describe('doctor', () => {
  const workerIs = (alive: boolean) =>
    owner.query(
      alive
        ? `insert into worker_processes values ('w', 'host', now(), now() + interval '1 hour')`
        : 'delete from worker_processes',
    )

  test('finds nothing wrong with a database and a worker, and says what it looked at', async () => {
    await workerIs(true)
    const { code, stdout } = await shipclock(['doctor'])
    await workerIs(false)

    expect(stdout.split('\n').map((line) => line.replace(/:.*/, ''))).toEqual([
      'ok    Database',
      'ok    Migrations',
      'ok    Clock',
      'ok    Time zones',
      'ok    Row-level security',
      'ok    Worker',
      'ok    Invariants',
      '',
    ])
    expect(code).toBe(0)
  })

  test('says how to start a worker when none lives', async () => {
    const { code, stdout } = await shipclock(['doctor'])

    expect(code).toBe(1)
    expect(stdout).toMatch(/^WRONG Worker: .*npm run worker/m)
  })

  test('asks for a fresh test of every cloud account, and tells how the last one went', async () => {
    const team = await createTeamFixture(services, { name: 'Checked' })
    await owner.query(`update cloud_accounts set checked_at = now(), check_error = 'AWS refused the keys.'`)

    const { code, stdout } = await shipclock(['doctor'])

    expect(code).toBe(1)
    expect(stdout).toMatch(/^WRONG Cloud account AWS of Checked: AWS refused the keys\./m)
    const { rows } = await owner.query(
      `select count(*)::int as count from pgboss.job where data->>'cloudAccountId' = $1`,
      [team.cloudAccountId],
    )
    expect(rows).toEqual([{ count: 2 }])
  })

  test('finds a table that does not hide other teams’ rows', async () => {
    await owner.query('alter table targets no force row level security')
    const { code, stdout } = await shipclock(['doctor'])
    await owner.query('alter table targets force row level security')

    expect(code).toBe(1)
    expect(stdout).toMatch(/^WRONG Row-level security: not in force on targets\./m)
  })

  test('finds rows that contradict each other, and says what names them', async () => {
    await owner.query(`insert into pgboss.job (name, data) values ('wake-up', '{}')`)
    const { code, stdout } = await shipclock(['doctor'])
    await owner.query(`delete from pgboss.job where data = '{}'`)

    expect(code).toBe(1)
    expect(stdout).toMatch(/^WRONG Invariants: wake-up-is-readable \(1\) broken\. .*shipclock -- verify/m)
  })

  test('finds pending migrations, and looks no further', async () => {
    const empty = await createEmptyDatabase()
    const { code, stdout } = await shipclock(['doctor'], { DATABASE_URL: empty.url })
    await empty.drop()

    expect(code).toBe(1)
    expect(stdout).toMatch(/^WRONG Migrations: .*npm run migrate/m)
    expect(stdout).not.toContain('Worker')
  })
})

describe('verify', () => {
  const plant = () => owner.query(`insert into pgboss.job (name, data) values ('wake-up', '{}') returning id`)
  const uproot = () => owner.query(`delete from pgboss.job where data = '{}'`)

  test('answers with a line for every invariant, and with 0 when all hold', async () => {
    const { code, stdout } = await shipclock(['verify'])

    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(INVARIANTS.length)
    for (const [index, { name }] of INVARIANTS.entries()) expect(lines[index]).toBe(`ok     ${name}`)
  })

  test('names in one line what breaks one, and answers with 1', async () => {
    for (const _ of [1, 2, 3, 4]) await plant()
    const { code, stdout } = await shipclock(['verify'])
    await uproot()

    expect(code).toBe(1)
    expect(stdout).toMatch(
      /^BROKEN wake-up-is-readable \(4\): A wake-up says .*\. Not so: wake-up [0-9a-f-]{36} says {}; .*; and 1 more$/m,
    )
    expect(stdout.match(/^ok {5}/gm)).toHaveLength(INVARIANTS.length - 1)
  })

  test('answers programs with one object', async () => {
    const { rows } = await plant()
    const { code, stdout } = await shipclock(['verify', '--json'])
    await uproot()

    expect(code).toBe(1)
    const verification = JSON.parse(stdout)
    expect(verification).toMatchObject({ faults: 1, at: expect.stringMatching(/Z$/) })
    expect(verification.invariants).toContainEqual({
      ...{ name: 'wake-up-is-readable', sentence: expect.any(String), severity: 'fault', count: 1 },
      first: [{ team_id: null, deployment_id: null, detail: `wake-up ${rows[0].id} says {}` }],
    })
  })
})

import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RolloutRejected, RolloutUnavailable } from '@/lib/ports/rollout-errors'
import type { CloudAccountAccess, Discovery, Rollouts } from '@/lib/ports/rollouts'
import { cloudAccountAccess } from '@/lib/postgres/cloud-accounts'
import { getCloudAccount } from '@/lib/queries/get-cloud-account'
import { listCloudAccounts } from '@/lib/queries/list-cloud-accounts'
import type { CloudAccountView } from '@/lib/queries/resource-views'
import { checkCloudAccount } from '@/lib/use-cases/check-cloud-account'
import type { CredentialsInput } from '@/lib/use-cases/cloud-account-input'
import { createCloudAccount } from '@/lib/use-cases/create-cloud-account'
import { requestCloudAccountCheck } from '@/lib/use-cases/request-cloud-account-check'
import { updateCloudAccount } from '@/lib/use-cases/update-cloud-account'
import { openSecret } from '@/lib/vault/open'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'

const CANARY_ID = 'AKIACANARYCANARY0001'
const CANARY_SECRET = 'canary+/secret=0123456789abcdefghijklmnop'
const STATIC = { kind: 'static', accessKeyId: CANARY_ID, secretAccessKey: CANARY_SECRET } as const

let database: TestDatabase
let services: TestServices
let owner: pg.Client
let team: TeamFixture

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
  team = await createTeamFixture(services)
})

function create(credentials: CredentialsInput, more: object = {}) {
  const account = { name: 'Second', region: 'us-east-1', endpoint: null, credentials, ...more }
  return createCloudAccount(services, team.admin, account)
}

async function access(id: string): Promise<CloudAccountAccess> {
  const found = await services.database.asTeam(team.teamId, (database) => cloudAccountAccess(database, id))
  if (found === null) throw new Error('no such account')
  return found
}

async function opened(id: string, recordId = id, teamId: string = team.teamId): Promise<unknown> {
  const { credentials } = await access(id)
  if (credentials.kind !== 'static') throw new Error('no keys')
  return openSecret(services.vaultPrivateKeys, { teamId, recordId }, credentials.sealed)
}

async function wakeUpsFor(id: string): Promise<number> {
  const { rowCount } = await owner.query(
    `select from pgboss.job where data->>'kind' = 'cloud_account' and data->>'cloudAccountId' = $1 and data->>'teamId' = $2`,
    [id, team.teamId],
  )
  return rowCount ?? 0
}

/** Everything that is stored anywhere, the queue included, as text. */
async function dump(): Promise<string> {
  const tables = await owner.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
  )
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await owner.query<{ row: string }>(`select t::text as row from ${name} t`)
    texts.push(...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}

/** A secret in all the forms in which it could have slipped through. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const base64 = bytes.toString('base64')
  return [
    secret,
    secret.slice(0, 20),
    base64.slice(0, -4),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
  ]
}

describe('keys of a cloud account', () => {
  test('are nowhere to be read: not in the database, the queue, an answer or a refusal', async () => {
    const created = accepted(await create(STATIC))
    const changed = await updateCloudAccount(services, team.admin, {
      id: created.id,
      region: 'eu-west-1',
      credentials: { ...STATIC, accessKeyId: `${CANARY_ID}B` },
    })
    const refusals = [
      await create(STATIC),
      await create({ ...STATIC, secretAccessKey: `${CANARY_SECRET} with a space` }, { name: 'Third' }),
      await create({ ...STATIC, accessKeyId: CANARY_SECRET }, { name: 'Third' }),
      await create(STATIC, { name: 'Third', endpoint: `https://user:${CANARY_SECRET}@x.com` }),
    ]
    const answers = JSON.stringify([
      created,
      changed,
      refusals,
      await getCloudAccount(services, team.admin, { id: created.id }),
      await listCloudAccounts(services, team.admin, {}),
    ])
    const stored = await dump()

    expect(refusals.map(({ ok }) => ok)).toEqual([false, false, false, false])
    expect(stored).toContain(created.id)
    for (const form of [...forms(CANARY_SECRET), ...forms(CANARY_ID)]) {
      expect(stored).not.toContain(form)
      expect(answers).not.toContain(form)
    }
    const { credentials } = await access(created.id)
    expect(answers).not.toContain(credentials.kind === 'static' ? credentials.sealed.ciphertext : '')
  })

  test('are opened by the worker’s key, for their own account and team only', async () => {
    const { id } = accepted(await create(STATIC))
    const keys = { accessKeyId: CANARY_ID, secretAccessKey: CANARY_SECRET }

    expect(await opened(id)).toEqual(keys)
    await expect(opened(id, team.cloudAccountId)).rejects.toThrow("can't be opened")
    await expect(opened(id, id, (await createTeamFixture(services)).teamId)).rejects.toThrow(
      "can't be opened",
    )
  })

  test('stay when something else is changed, and go when they are replaced', async () => {
    const { id } = accepted(await create(STATIC))
    accepted(await updateCloudAccount(services, team.admin, { id, name: 'Renamed' }))
    expect(await opened(id)).toMatchObject({ accessKeyId: CANARY_ID })

    const replaced = { kind: 'static', accessKeyId: 'AKIAOTHER', secretAccessKey: 'other' } as const
    accepted(await updateCloudAccount(services, team.admin, { id, credentials: replaced }))
    expect(await opened(id)).toEqual({ accessKeyId: 'AKIAOTHER', secretAccessKey: 'other' })

    accepted(await updateCloudAccount(services, team.admin, { id, credentials: { kind: 'ambient' } }))
    expect(await access(id)).toMatchObject({ credentials: { kind: 'ambient' } })
    const { rows } = await owner.query('select sealed_credentials from cloud_accounts where id = $1', [id])
    expect(rows).toEqual([{ sealed_credentials: null }])
  })
})

describe('a role', () => {
  test('is assumed with an external id that we made, another one for each account, for good', async () => {
    const roleArn = 'arn:aws:iam::123456789012:role/shipclock'
    const externalIdOf = ({ credentials }: CloudAccountView) =>
      credentials.kind === 'role' ? credentials.externalId : null
    const one = accepted(await create({ kind: 'role', roleArn }))
    const two = accepted(await create({ kind: 'role', roleArn }, { name: 'Third' }))
    const changed = accepted(await updateCloudAccount(services, team.admin, { id: one.id, name: 'Renamed' }))

    expect(externalIdOf(one)).toMatch(/^shipclock-[0-9a-f]{32}$/)
    expect(externalIdOf(two)).not.toBe(externalIdOf(one))
    expect(externalIdOf(changed)).toBe(externalIdOf(one))
  })
})

describe('a cloud account', () => {
  test.each([
    [{ name: ' ' }, 'invalid', 'name'],
    [{ name: 'AWS' }, 'already_exists', 'name'],
    [{ region: '' }, 'invalid', 'region'],
    [{ region: 'Frankfurt!' }, 'invalid', 'region'],
    [{ endpoint: 'nonsense' }, 'invalid', 'endpoint'],
    [{ endpoint: 'ftp://x.example.com' }, 'invalid', 'endpoint'],
    [{ credentials: { ...STATIC, accessKeyId: '' } }, 'invalid', 'credentials.accessKeyId'],
    [{ credentials: { ...STATIC, secretAccessKey: ' ' } }, 'invalid', 'credentials.secretAccessKey'],
    [{ credentials: { kind: 'role', roleArn: 'shipclock' } }, 'invalid', 'credentials.roleArn'],
  ])('of %j is refused', async (more, kind, path) => {
    expect(await create(STATIC, more)).toMatchObject({ ok: false, refusal: { kind, path } })
  })

  test.each([
    'http://127.0.0.1:4510',
    'https://169.254.169.254',
    'https://[::ffff:10.0.0.1]',
    'https://2130706433',
    'https://localhost',
  ])('can’t have the private endpoint %s unless that is allowed', async (endpoint) => {
    const strict = { ...services, allowPrivateEndpoints: false }
    const account = { name: 'Second', region: 'us-east-1', endpoint, credentials: STATIC }

    expect(await createCloudAccount(strict, team.admin, account)).toMatchObject({
      refusal: { kind: 'invalid', path: 'endpoint' },
    })
    expect(accepted(await createCloudAccount(services, team.admin, account)).endpoint).toBe(endpoint)
  })
})

describe('the connection test', () => {
  const found: Discovery = { truncated: false, identity: 'arn:aws:iam::123456789012:user/x', clusters: [] }

  function check(discover: Rollouts['discover'], id = team.cloudAccountId) {
    return checkCloudAccount({ ...services, rollouts: { discover } }, team.admin, { id })
  }

  async function lastCheck() {
    return accepted(await getCloudAccount(services, team.viewer, { id: team.cloudAccountId })).check
  }

  test('is asked for when an account is made, changed, or somebody asks', async () => {
    const id = team.cloudAccountId
    expect(await wakeUpsFor(id)).toBe(1)
    const { requestedAt } = await lastCheck()
    expect(requestedAt).toBeInstanceOf(Date)

    accepted(await updateCloudAccount(services, team.admin, { id, region: 'us-east-1' }))
    expect(await wakeUpsFor(id)).toBe(2)
    accepted(await requestCloudAccountCheck(services, team.admin, { id }))
    expect(await wakeUpsFor(id)).toBe(3)
    expect((await lastCheck()).requestedAt?.getTime()).toBeGreaterThan(requestedAt?.getTime() ?? 0)
  })

  test('is not asked for when the change was refused', async () => {
    const id = team.cloudAccountId
    await updateCloudAccount(services, team.admin, { id, region: '' })

    expect(await wakeUpsFor(id)).toBe(1)
  })

  test('records what it found, while no transaction is open, and not as a change of the account', async () => {
    const before = accepted(await getCloudAccount(services, team.viewer, { id: 'AWS' }))
    const asked: string[] = []

    accepted(
      await check(async (account) => {
        asked.push(account.id)
        const { rows } = await owner.query(
          `select from pg_stat_activity where datname = current_database()
           and application_name = 'shipclock test' and state like 'idle in transaction%'`,
        )
        expect(rows).toEqual([])
        return found
      }),
    )

    const after = accepted(await getCloudAccount(services, team.viewer, { id: 'AWS' }))
    expect(asked).toEqual([team.cloudAccountId])
    expect(after.check).toMatchObject({ error: null, discovery: found })
    expect(after.check.checkedAt?.getTime()).toBeGreaterThan(before.createdAt.getTime())
    expect(after.updatedAt).toEqual(before.updatedAt)
  })

  test.each([new RolloutRejected('AWS refused the keys.'), new RolloutUnavailable('AWS does not answer.')])(
    'records in words that $message, and keeps what was found before',
    async (error) => {
      accepted(await check(async () => found))

      accepted(await check(() => Promise.reject(error)))

      expect(await lastCheck()).toMatchObject({ error: error.message, discovery: found })
      accepted(await check(async () => found))
      expect(await lastCheck()).toMatchObject({ error: null })
    },
  )

  test('that breaks says so without telling how, and tells the worker', async () => {
    await expect(check(() => Promise.reject(new TypeError(CANARY_SECRET)))).rejects.toThrow(TypeError)

    const { error } = await lastCheck()
    expect(error).toContain('fault in Shipclock')
    expect(error).not.toContain(CANARY_SECRET)
  })

  test('of an account that is gone meanwhile is over', async () => {
    const gone = crypto.randomUUID()

    expect(await check(() => Promise.reject(new Error('asked')), gone)).toMatchObject({
      refusal: { kind: 'not_found' },
    })
  })
})

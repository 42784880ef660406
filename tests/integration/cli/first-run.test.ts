import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SignedIn, signedInBySession } from '@/lib/auth/session-actor'
import { signIn } from '@/lib/auth/sign-in'
import { listApplications } from '@/lib/queries/list-applications'
import { listCloudAccounts } from '@/lib/queries/list-cloud-accounts'
import { listEnvironments } from '@/lib/queries/list-environments'
import { createTeam } from '@/lib/use-cases/create-team'
import { createVaultKeyPair } from '@/lib/vault/keys'
import { firstRun } from '@/scripts/first-run'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted, openTestServices, type TestServices } from '@/tests/setup/fixtures'

const admin = { email: 'admin@example.com', password: 'made up for this test' }

let database: TestDatabase
let services: TestServices

beforeEach(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
})

afterEach(async () => {
  await services.close()
  await database.drop()
})

async function start(options: { sandboxPort: number | null; password?: string }) {
  const { publicKey } = await createVaultKeyPair()
  return firstRun({
    databaseUrl: database.url,
    vaultPublicKey: publicKey,
    sandboxPort: options.sandboxPort,
    allowPrivateEndpoints: options.sandboxPort !== null,
    admin: { ...admin, password: options.password ?? admin.password },
  })
}

async function signedIn(): Promise<SignedIn> {
  const user = accepted(await signIn(services, { ...admin, address: null }))
  const claims = { userId: user.id, sessionId: crypto.randomUUID(), version: user.sessionVersion }
  const found = await signedInBySession(services, claims, null)
  if (found === null) throw new Error('not signed in')
  return found
}

test('the first start of a demo makes an admin and a team with everything to deploy', async () => {
  expect(await start({ sandboxPort: 4567 })).toEqual({ signIn: admin })

  const { actor, team } = await signedIn()
  expect(team).toMatchObject({ name: 'Demo', role: 'admin' })
  const { items: accounts } = accepted(await listCloudAccounts(services, actor, {}))
  expect(accounts).toMatchObject([
    {
      name: 'Demo AWS (sandbox)',
      endpoint: 'http://127.0.0.1:4567',
      credentials: { kind: 'static' },
    },
  ])
  const { items: environments } = accepted(await listEnvironments(services, actor, {}))
  expect(environments.map(({ slug, cluster }) => [slug, cluster])).toEqual([
    ['production', 'demo'],
    ['staging', 'demo-staging'],
  ])
  const { items: applications } = accepted(await listApplications(services, actor, {}))
  expect(
    applications.map(({ slug, targets }) => [slug, ...targets.map(({ environment }) => environment.slug)]),
  ).toEqual([
    ['api', 'production', 'staging'],
    ['web', 'production', 'staging'],
    ['worker', 'production'],
  ])
})

test('the first start of anything else makes an admin and an empty team', async () => {
  expect(await start({ sandboxPort: null })).toEqual({ signIn: admin })

  const { actor, team } = await signedIn()
  expect(team.name).toBe('My team')
  expect(accepted(await listCloudAccounts(services, actor, {})).items).toEqual([])
})

test('a later start changes nothing, whatever the variables say by then', async () => {
  await start({ sandboxPort: 4567 })

  expect(await start({ sandboxPort: 4567, password: 'quite another one' })).toEqual({ signIn: null })

  await signedIn()
})

test('a first start that was interrupted is taken up where it was', async () => {
  accepted(await createTeam(services, { name: 'Demo' }))
  await expect(start({ sandboxPort: 4567, password: 'short' })).rejects.toThrow('SHIPCLOCK_ADMIN_PASSWORD')

  expect(await start({ sandboxPort: 4567 })).toEqual({ signIn: admin })

  const { actor } = await signedIn()
  expect(accepted(await listApplications(services, actor, {})).items).toHaveLength(3)
})

import { randomUUID } from 'node:crypto'
import type { Actor } from '@/lib/domain/actor'
import type { Role } from '@/lib/domain/permissions'
import type { Result } from '@/lib/domain/result'
import type { TeamId } from '@/lib/domain/team'
import type { ApplicationView, CloudAccountView, EnvironmentView } from '@/lib/queries/resource-views'
import { openServices, type Services } from '@/lib/services'
import { createApplication } from '@/lib/use-cases/create-application'
import { createCloudAccount } from '@/lib/use-cases/create-cloud-account'
import { createEnvironment } from '@/lib/use-cases/create-environment'
import { createUser } from '@/lib/use-cases/create-user'
import { createVaultKeyPair, parseVaultPrivateKeys, type VaultPrivateKey } from '@/lib/vault/keys'

export interface TestServices extends Services {
  /** What only a worker has. */
  vaultPrivateKeys: VaultPrivateKey[]
  /** The key pair as a process's environment has it. */
  vaultEnvironment: { SHIPCLOCK_VAULT_PUBLIC_KEY: string; SHIPCLOCK_VAULT_PRIVATE_KEY: string }
  close(): Promise<void>
}

export interface TestServicesOptions {
  /** Moves the database's clock; a function to move it during a test. */
  clockOffsetMs?: number | (() => number)
  /** A test's sandbox listens on this machine, so they are allowed unless a test says otherwise. */
  allowPrivateEndpoints?: boolean
  maxConnections?: number
}

/** The services of a process of its own, with a new vault key pair. Close them before dropping the database. */
export async function openTestServices(
  databaseUrl: string,
  options: TestServicesOptions = {},
): Promise<TestServices> {
  const { clockOffsetMs = 0 } = options
  const keys = await createVaultKeyPair()
  const services = openServices({
    databaseUrl,
    applicationName: 'shipclock test',
    vaultPublicKey: keys.publicKey,
    allowPrivateEndpoints: options.allowPrivateEndpoints ?? true,
    maxConnections: options.maxConnections ?? 5,
    clockOffsetMs: typeof clockOffsetMs === 'function' ? clockOffsetMs : () => clockOffsetMs,
  })
  return {
    ...services,
    vaultPrivateKeys: accepted(parseVaultPrivateKeys(keys.privateKey)),
    vaultEnvironment: {
      SHIPCLOCK_VAULT_PUBLIC_KEY: keys.publicKey,
      SHIPCLOCK_VAULT_PRIVATE_KEY: keys.privateKey,
    },
  }
}

export interface TeamFixture {
  teamId: TeamId
  admin: Actor
  deployer: Actor
  viewer: Actor
  cloudAccount: CloudAccountView
  /** Production (cluster demo) and Staging (cluster demo-staging). */
  environment: EnvironmentView
  staging: EnvironmentView
  cloudAccountId: string
  environmentId: string
  /** api and web run in both environments, worker in Production only. */
  applications: { api: ApplicationView; web: ApplicationView; worker: ApplicationView }
}

export interface TeamFixtureOptions {
  name?: string
  /** Of the cloud account, e.g. a test's sandbox. */
  endpoint?: string | null
  credentials?: { accessKeyId: string; secretAccessKey: string }
}

/** The password of every user that the fixtures make. */
export const FIXTURE_PASSWORD = 'correct horse battery staple'

/** A team with a member of each role and the demo's applications, made by the use cases themselves. */
export async function createTeamFixture(
  services: Services,
  options: TeamFixtureOptions = {},
): Promise<TeamFixture> {
  const name = options.name ?? `Team ${randomUUID().slice(0, 8)}`
  const admin = await createMember(services, name, 'admin')
  const deployer = await createMember(services, name, 'deployer')
  const viewer = await createMember(services, name, 'viewer')
  const cloudAccount = accepted(
    await createCloudAccount(services, admin, {
      name: 'AWS',
      region: 'eu-central-1',
      endpoint: options.endpoint ?? null,
      credentials: {
        kind: 'static',
        accessKeyId: 'AKIASHIPCLOCKDEMO',
        secretAccessKey: 'shipclock-sandbox-demo-secret-key',
        ...options.credentials,
      },
    }),
  )
  const environment = await createPlace(services, admin, 'Production', 'demo')
  const staging = await createPlace(services, admin, 'Staging', 'demo-staging')
  const application = (slug: string, environments: string[]) =>
    createDemoApplication(services, admin, slug, environments)
  return {
    teamId: admin.teamId,
    admin,
    deployer,
    viewer,
    cloudAccount,
    environment,
    staging,
    cloudAccountId: cloudAccount.id,
    environmentId: environment.id,
    applications: {
      api: await application('api', ['production', 'staging']),
      web: await application('web', ['production', 'staging']),
      worker: await application('worker', ['production']),
    },
  }
}

/** A new user with a role in a team, which is made when there is none of this name. */
export async function createMember(services: Services, team: string, role: Role): Promise<Actor> {
  const unique = randomUUID().slice(0, 8)
  const user = accepted(
    await createUser(services, {
      email: `${role}-${unique}@example.com`,
      password: FIXTURE_PASSWORD,
      name: `${role} ${unique}`,
      team,
      role,
    }),
  )
  return { teamId: user.teamId, userId: user.userId, role, label: user.name }
}

async function createPlace(
  services: Services,
  admin: Actor,
  name: string,
  cluster: string,
): Promise<EnvironmentView> {
  return accepted(await createEnvironment(services, admin, { name, cloudAccount: 'AWS', cluster }))
}

async function createDemoApplication(
  services: Services,
  admin: Actor,
  slug: string,
  environments: string[],
): Promise<ApplicationView> {
  const targets = environments.map((environment) => ({
    environment,
    service: slug,
    container: slug,
    imageRepository: `registry.example/shipclock-demo/${slug}`,
  }))
  const name = slug === 'api' ? 'API' : `${slug.charAt(0).toUpperCase()}${slug.slice(1)}`
  return accepted(await createApplication(services, admin, { name, slug, targets }))
}

/** The value of a result that a test takes for granted. */
export function accepted<Value>(result: Result<Value, object>): Value {
  if (result.ok) return result.value
  throw new Error(`Refused: ${JSON.stringify(result.refusal)}`)
}

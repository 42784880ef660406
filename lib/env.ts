import { resolve } from 'node:path'
import { z } from 'zod'
import {
  databaseUrl,
  email,
  failpoints,
  flag,
  issuer,
  logLevel,
  type logLevels,
  metricsToken,
  origin,
  password,
  port,
  predecessor,
  secret,
  vaultPrivateKey,
  vaultPublicKey,
} from '@/lib/env-values'
import type { FailpointPlan } from '@/lib/failpoints/failpoint'
import { parseVaultPrivateKeys, parseVaultPublicKey } from '@/lib/vault/keys'

/** A variable is missing or wrong. The message is one line that names it, and shows no secret. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

/** Where variables come from: `process.env`, or a test's own. */
export type EnvironmentSource = Record<string, string | undefined>

export interface OAuthClient {
  clientId: string
  clientSecret: string
}

/** What every process of Shipclock is told. */
export interface CommonEnvironment {
  /** Fit for `pg`: its sslmode means what it means to libpq. */
  databaseUrl: string
  /** Absolute. */
  dataDir: string
  demo: boolean
  /** Whether a cloud account's endpoint or a webhook may point at a private address. */
  allowPrivateEndpoints: boolean
  /** Under which people reach the web server; no slash at the end. */
  publicUrl: string
  port: number
  vaultPublicKey: string
  logLevel: (typeof logLevels)[number]
  /** Null everywhere but in tests of dying processes; see lib/failpoints. */
  failpoints: FailpointPlan | null
}

export interface WebEnvironment extends CommonEnvironment {
  /** All network interfaces, unless it is a demo: the demo's sandbox and sign-in are for this machine alone. */
  host: string
  /** At least 32 bytes: signs sessions. */
  secret: string
  /** Opens /api/metrics outside the demo; null: only an admin's API token does. */
  metricsToken: string | null
  oauth: {
    github: OAuthClient | null
    google: OAuthClient | null
    oidc: (OAuthClient & { issuer: string; name: string }) | null
  }
}

export interface WorkerEnvironment extends CommonEnvironment {
  /** One or several, see parseVaultPrivateKeys. */
  vaultPrivateKey: string
  /** The worker in whose place this one was started on this machine, and whether its end was its own doing. */
  predecessor: { pid: number; atFault: boolean } | null
}

/** An empty variable, as container tools pass for one that is not set, counts as not set. */
function read<T>(source: EnvironmentSource, name: string, shape: z.ZodType<T>): T | undefined {
  const text = source[name]?.trim()
  if (!text) return undefined
  const parsed = shape.safeParse(text)
  if (parsed.success) return parsed.data
  throw new EnvironmentError(`${name} ${parsed.error.issues[0]?.message ?? 'is wrong'}.`)
}

function required<T>(source: EnvironmentSource, name: string, shape: z.ZodType<T>, meaning: string): T {
  const value = read(source, name, shape)
  if (value === undefined) throw new EnvironmentError(`${name} is not set: ${meaning}.`)
  return value
}

/** A client's id and secret belong together. */
function oauthClient(source: EnvironmentSource, idName: string, secretName: string): OAuthClient | null {
  const clientId = read(source, idName, z.string())
  const clientSecret = read(source, secretName, z.string())
  if (clientId === undefined && clientSecret === undefined) return null
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret }
  const [given, missing] = clientId === undefined ? [secretName, idName] : [idName, secretName]
  throw new EnvironmentError(`${missing} is not set, but ${given} is: set both or neither.`)
}

function oidcClient(source: EnvironmentSource): WebEnvironment['oauth']['oidc'] {
  const client = oauthClient(source, 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET')
  const address = read(source, 'OIDC_ISSUER', issuer)
  const name = read(source, 'OIDC_NAME', z.string()) ?? 'OpenID Connect'
  if (client !== null && address !== undefined) return { ...client, issuer: address, name }
  if (client === null && address === undefined) return null
  const [given, missing] =
    client === null ? ['OIDC_ISSUER', 'OIDC_CLIENT_ID'] : ['OIDC_CLIENT_ID', 'OIDC_ISSUER']
  throw new EnvironmentError(`${missing} is not set, but ${given} is: set all of OIDC_* or none.`)
}

/** What `npm start` needs before it knows the rest. Alone it takes a demo for granted. */
export interface StartEnvironment {
  /** Null: start the embedded PostgreSQL. */
  databaseUrl: string | null
  dataDir: string
  demo: boolean
  host: string
  port: number
  sandboxPort: number
  /** Of the first user, made on the first start. */
  adminEmail: string
  /** Null: make one up. */
  adminPassword: string | null
}

// Nothing of the folder belongs into the build, whatever it may be called.
const dataDirOf = (source: EnvironmentSource) =>
  resolve(/*turbopackIgnore: true*/ source.SHIPCLOCK_DATA_DIR?.trim() || '.data')
const portOf = (source: EnvironmentSource) => read(source, 'PORT', port) ?? 3000
const hostOf = (source: EnvironmentSource, demo: boolean) =>
  read(source, 'HOST', z.string()) ?? (demo ? '127.0.0.1' : '0.0.0.0')

/** The address of the database, or null when none is given. Throws EnvironmentError. */
export function readDatabaseUrl(source: EnvironmentSource): string | null {
  return read(source, 'DATABASE_URL', databaseUrl) ?? null
}

/** Throws EnvironmentError. */
export function readStartEnvironment(source: EnvironmentSource): StartEnvironment {
  const demo = read(source, 'SHIPCLOCK_DEMO', flag) ?? true
  const environment = {
    databaseUrl: readDatabaseUrl(source),
    dataDir: dataDirOf(source),
    demo,
    host: hostOf(source, demo),
    port: portOf(source),
    sandboxPort: read(source, 'SHIPCLOCK_SANDBOX_PORT', port) ?? 4510,
    adminEmail: read(source, 'SHIPCLOCK_ADMIN_EMAIL', email) ?? 'admin@example.com',
    adminPassword: read(source, 'SHIPCLOCK_ADMIN_PASSWORD', password) ?? null,
  }
  if (environment.demo && environment.port === environment.sandboxPort) {
    throw new EnvironmentError(
      `PORT and SHIPCLOCK_SANDBOX_PORT are both ${environment.port}; they must differ.`,
    )
  }
  return environment
}

function readCommon(source: EnvironmentSource): CommonEnvironment {
  const demo = read(source, 'SHIPCLOCK_DEMO', flag) ?? false
  const webPort = portOf(source)
  return {
    databaseUrl: required(
      source,
      'DATABASE_URL',
      databaseUrl,
      'it must name the PostgreSQL database, as in postgres://user:password@host:5432/shipclock',
    ),
    dataDir: dataDirOf(source),
    demo,
    allowPrivateEndpoints: read(source, 'SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS', flag) ?? demo,
    publicUrl: read(source, 'SHIPCLOCK_URL', origin) ?? `http://localhost:${webPort}`,
    port: webPort,
    vaultPublicKey: required(
      source,
      'SHIPCLOCK_VAULT_PUBLIC_KEY',
      vaultPublicKey,
      '`npm run -s shipclock -- keys create` makes a pair',
    ),
    logLevel: read(source, 'SHIPCLOCK_LOG_LEVEL', logLevel) ?? 'info',
    failpoints: read(source, 'SHIPCLOCK_FAILPOINTS', failpoints) ?? null,
  }
}

/** What the web process is told. Throws EnvironmentError, also for a private vault key: it must not have one. */
export function readWebEnvironment(source: EnvironmentSource): WebEnvironment {
  if (source.SHIPCLOCK_VAULT_PRIVATE_KEY) {
    throw new EnvironmentError(
      'SHIPCLOCK_VAULT_PRIVATE_KEY is set, but the web process must not be able to open credentials: give it to the worker only.',
    )
  }
  const common = readCommon(source)
  const meaning = 'it must be at least 32 random bytes: make it with `openssl rand -base64 32`'
  return {
    ...common,
    host: hostOf(source, common.demo),
    secret: required(source, 'SHIPCLOCK_SECRET', secret, meaning),
    metricsToken: read(source, 'SHIPCLOCK_METRICS_TOKEN', metricsToken) ?? null,
    oauth: {
      github: oauthClient(source, 'GITHUB_ID', 'GITHUB_SECRET'),
      google: oauthClient(source, 'GOOGLE_ID', 'GOOGLE_SECRET'),
      oidc: oidcClient(source),
    },
  }
}

/** What a worker is told. Throws EnvironmentError. */
export function readWorkerEnvironment(source: EnvironmentSource): WorkerEnvironment {
  const common = readCommon(source)
  const meaning = 'only the worker has it; `npm run -s shipclock -- keys create` makes a pair'
  const privateKey = required(source, 'SHIPCLOCK_VAULT_PRIVATE_KEY', vaultPrivateKey, meaning)
  const publicKey = parseVaultPublicKey(common.vaultPublicKey)
  const opens = parseVaultPrivateKeys(privateKey)
  if (publicKey.ok && opens.ok && opens.value.every((key) => key.keyId !== publicKey.value.keyId)) {
    throw new EnvironmentError(
      'SHIPCLOCK_VAULT_PRIVATE_KEY does not open what SHIPCLOCK_VAULT_PUBLIC_KEY seals: they must be of one pair.',
    )
  }
  const ended = read(source, 'SHIPCLOCK_PREDECESSOR', predecessor) ?? null
  return { ...common, vaultPrivateKey: privateKey, predecessor: ended }
}

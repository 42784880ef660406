import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  EnvironmentError,
  type EnvironmentSource,
  readDatabaseUrl,
  readStartEnvironment,
  readWebEnvironment,
  readWorkerEnvironment,
} from '@/lib/env'
import { createVaultKeyPair } from '@/lib/vault/keys'

const pair = await createVaultKeyPair()
const otherPair = await createVaultKeyPair()
const secret = 'q8Vd1zT0mYb5kRw7uXc3nHs9eLf2gJp4'

const web: EnvironmentSource = {
  DATABASE_URL: 'postgres://app:pw@db.internal:5432/shipclock',
  SHIPCLOCK_SECRET: secret,
  SHIPCLOCK_VAULT_PUBLIC_KEY: pair.publicKey,
}
const worker: EnvironmentSource = { ...web, SHIPCLOCK_VAULT_PRIVATE_KEY: pair.privateKey }

/** The message of the refusal; fails when it is not one line or when nothing is refused. */
function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError)
    const { message } = error as EnvironmentError
    expect(message).not.toContain('\n')
    return message
  }
  throw new Error('It was accepted.')
}

describe('the web process', () => {
  test('takes sensible values for all that is not given', () => {
    expect(readWebEnvironment(web)).toEqual({
      databaseUrl: web.DATABASE_URL,
      dataDir: resolve('.data'),
      demo: false,
      allowPrivateEndpoints: false,
      publicUrl: 'http://localhost:3000',
      port: 3000,
      host: '0.0.0.0',
      secret,
      vaultPublicKey: pair.publicKey,
      logLevel: 'info',
      failpoints: null,
      metricsToken: null,
      oauth: { github: null, google: null, oidc: null },
    })
  })

  test('takes what is given', () => {
    const environment = readWebEnvironment({
      ...web,
      PORT: '8080',
      HOST: '10.0.0.5',
      SHIPCLOCK_URL: 'https://ship.example.com/',
      SHIPCLOCK_DATA_DIR: '/var/lib/shipclock',
      SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'true',
      SHIPCLOCK_LOG_LEVEL: 'debug',
      GITHUB_ID: 'gh',
      GITHUB_SECRET: 'gh-s',
      GOOGLE_ID: 'go',
      GOOGLE_SECRET: 'go-s',
      OIDC_ISSUER: 'https://id.example.com/realm',
      OIDC_CLIENT_ID: 'oi',
      OIDC_CLIENT_SECRET: 'oi-s',
      OIDC_NAME: 'Keycloak',
    })

    expect(environment).toMatchObject({
      port: 8080,
      host: '10.0.0.5',
      publicUrl: 'https://ship.example.com',
      dataDir: resolve('/var/lib/shipclock'),
      allowPrivateEndpoints: true,
      logLevel: 'debug',
      oauth: {
        github: { clientId: 'gh', clientSecret: 'gh-s' },
        google: { clientId: 'go', clientSecret: 'go-s' },
        oidc: {
          clientId: 'oi',
          clientSecret: 'oi-s',
          issuer: 'https://id.example.com/realm',
          name: 'Keycloak',
        },
      },
    })
  })

  test('arms failpoints that it is told of, and refuses one that there is not', () => {
    const SHIPCLOCK_FAILPOINTS = 'seed=7;commit.team.after=kill:0.01;wakeUp.run.before=delay20#3'
    expect(readWorkerEnvironment({ ...worker, SHIPCLOCK_FAILPOINTS }).failpoints).toEqual({
      seed: 7,
      armed: [
        { failpoint: 'commit.team.after', action: { kind: 'kill' }, when: { kind: 'chance', chance: 0.01 } },
        {
          failpoint: 'wakeUp.run.before',
          action: { kind: 'delay', ms: 20 },
          when: { kind: 'nth', nth: 3 },
        },
      ],
    })
    const wrong = { ...worker, SHIPCLOCK_FAILPOINTS: 'commit.team.afterwards=kill' }
    expect(refusal(() => readWorkerEnvironment(wrong))).toMatch(
      /^SHIPCLOCK_FAILPOINTS has "commit.team.after/,
    )
  })

  test('takes an empty variable for one that is not set', () => {
    expect(readWebEnvironment({ ...web, PORT: '', HOST: ' ', GITHUB_ID: '' }).port).toBe(3000)
  })

  test('allows private endpoints and stays on this machine in a demo, unless told otherwise', () => {
    const demo = { ...web, SHIPCLOCK_DEMO: 'true' }
    expect(readWebEnvironment(demo)).toMatchObject({ allowPrivateEndpoints: true, host: '127.0.0.1' })
    expect(
      readWebEnvironment({ ...demo, SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'false', HOST: '::' }),
    ).toMatchObject({
      allowPrivateEndpoints: false,
      host: '::',
    })
  })

  test('does not start with the private vault key', () => {
    const message = refusal(() => readWebEnvironment(worker))
    expect(message).toMatch(/^SHIPCLOCK_VAULT_PRIVATE_KEY /)
    expect(message).not.toContain(pair.privateKey)
  })

  test.each(['DATABASE_URL', 'SHIPCLOCK_SECRET', 'SHIPCLOCK_VAULT_PUBLIC_KEY'])('needs %s', (name) => {
    expect(refusal(() => readWebEnvironment({ ...web, [name]: undefined }))).toMatch(
      new RegExp(`^${name} is not set`),
    )
  })

  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['SHIPCLOCK_DEMO', 'maybe'],
    ['SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS', '2'],
    ['SHIPCLOCK_URL', 'ship.example.com'],
    ['SHIPCLOCK_URL', 'ftp://ship.example.com'],
    ['SHIPCLOCK_URL', 'https://example.com/shipclock'],
    ['SHIPCLOCK_URL', 'https://user:pw@example.com'],
    ['SHIPCLOCK_LOG_LEVEL', 'loud'],
    ['OIDC_ISSUER', 'id.example.com'],
  ])('refuses %s=%s and shows what it got', (name, value) => {
    const message = refusal(() => readWebEnvironment({ ...web, [name]: value }))
    expect(message.startsWith(`${name} is "${value}"; it must be `)).toBe(true)
  })

  test.each([
    ['too short', 'q8Vd1zT0mYb5kRw7uXc3nHs9eLf2gJp'],
    ['asks to be changed', 'please-change-me-to-something-secret'],
    ['from a manual', 'your-32-character-secret-goes-here!!'],
    ['one character', 'a'.repeat(64)],
    ['counted up', '12345678901234567890123456789012'],
  ])('refuses a secret that is %s, without showing it', (_, value) => {
    const message = refusal(() => readWebEnvironment({ ...web, SHIPCLOCK_SECRET: value }))
    expect(message).toMatch(/^SHIPCLOCK_SECRET .*openssl rand/)
    expect(message).not.toContain(value)
  })

  test('takes a token for the metrics, and refuses one that is short without showing it', () => {
    const token = 'f3b1c9d27a6e4058'
    expect(readWebEnvironment({ ...web, SHIPCLOCK_METRICS_TOKEN: token }).metricsToken).toBe(token)
    const message = refusal(() => readWebEnvironment({ ...web, SHIPCLOCK_METRICS_TOKEN: 'f3b1c9d27a6e405' }))
    expect(message).toMatch(/^SHIPCLOCK_METRICS_TOKEN /)
    expect(message).not.toContain('f3b1c9d27a6e405')
  })

  test('counts the bytes of a secret, not its characters', () => {
    const sixteenCharacters = 'äöüßéèêëñçàáâãåæ'
    expect(readWebEnvironment({ ...web, SHIPCLOCK_SECRET: sixteenCharacters }).secret).toBe(sixteenCharacters)
  })

  test.each([
    ['GITHUB_ID', 'GITHUB_SECRET'],
    ['GITHUB_SECRET', 'GITHUB_ID'],
    ['GOOGLE_ID', 'GOOGLE_SECRET'],
    ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ])('refuses %s without %s', (given, missing) => {
    expect(refusal(() => readWebEnvironment({ ...web, [given]: 'x' }))).toMatch(
      new RegExp(`^${missing} is not set, but ${given} is`),
    )
  })

  test('refuses an OpenID Connect client without an issuer, and an issuer without a client', () => {
    const client = { ...web, OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'y' }
    expect(refusal(() => readWebEnvironment(client))).toMatch(/^OIDC_ISSUER is not set/)
    const address = { ...web, OIDC_ISSUER: 'https://id.example.com' }
    expect(refusal(() => readWebEnvironment(address))).toMatch(/^OIDC_CLIENT_ID is not set/)
  })
})

describe('the worker', () => {
  test('has both vault keys and no session secret', () => {
    const environment = readWorkerEnvironment(worker)
    expect(environment).toMatchObject({ vaultPublicKey: pair.publicKey, vaultPrivateKey: pair.privateKey })
    expect(environment).not.toHaveProperty('secret')
  })

  test('takes several private keys while they are rotated', () => {
    const keys = `${otherPair.privateKey},${pair.privateKey}`
    expect(readWorkerEnvironment({ ...worker, SHIPCLOCK_VAULT_PRIVATE_KEY: keys }).vaultPrivateKey).toBe(keys)
  })

  test('needs the private key', () => {
    expect(refusal(() => readWorkerEnvironment(web))).toMatch(/^SHIPCLOCK_VAULT_PRIVATE_KEY is not set/)
  })

  test('refuses keys of two pairs, swapped keys and damaged ones, without showing them', () => {
    const wrong: EnvironmentSource[] = [
      { SHIPCLOCK_VAULT_PRIVATE_KEY: otherPair.privateKey },
      { SHIPCLOCK_VAULT_PRIVATE_KEY: pair.publicKey },
      { SHIPCLOCK_VAULT_PRIVATE_KEY: `${pair.privateKey}x` },
      { SHIPCLOCK_VAULT_PUBLIC_KEY: pair.privateKey },
    ]
    for (const variables of wrong) {
      const message = refusal(() => readWorkerEnvironment({ ...worker, ...variables }))
      expect(message).toMatch(new RegExp(`^${Object.keys(variables)[0]} `))
      expect(message).not.toContain(pair.privateKey.split('.')[2])
    }
  })
})

describe('the address of the database', () => {
  const read = (url: string) => readDatabaseUrl({ DATABASE_URL: url })

  test.each([
    'postgres://u:p@h:5432/d',
    'postgresql://u@h/d?application_name=x',
    'postgres:///d?host=/var/run/postgresql',
    'postgresql://u:p@%2Fvar%2Frun%2Fpostgresql/d',
    'postgres://u:p@[::1]:5432/d?sslmode=verify-full',
  ])('may be %s', (url) => {
    expect(read(url)).toBe(url)
  })

  test('may be left out', () => {
    expect(readDatabaseUrl({})).toBeNull()
  })

  test('means by sslmode=require what libpq means by it', () => {
    expect(read('postgres://h/d?sslmode=require')).toBe('postgres://h/d?sslmode=require&uselibpqcompat=true')
    expect(read('postgres://h/d?a=b&sslmode=prefer')).toContain('uselibpqcompat=true')
    expect(read('postgres://h/d?uselibpqcompat=true&sslmode=require')).toBe(
      'postgres://h/d?uselibpqcompat=true&sslmode=require',
    )
  })

  test.each([
    'mysql://u:s3cret@h/d',
    'u:s3cret@h/d',
    'postgres://u:s3cret@h:port/d',
    'postgres://u:s3cret@h:5432',
    'postgres://u:s3cret@h/d?options=-c%20role%3Dpostgres',
  ])('may not be %s, and is not shown', (url) => {
    const message = refusal(() => read(url))
    expect(message).toMatch(/^DATABASE_URL /)
    expect(message).not.toContain('s3cret')
  })
})

describe('npm start', () => {
  test('is a demo with everything embedded, for this machine alone, unless told otherwise', () => {
    expect(readStartEnvironment({})).toEqual({
      databaseUrl: null,
      dataDir: resolve('.data'),
      demo: true,
      host: '127.0.0.1',
      port: 3000,
      sandboxPort: 4510,
      adminEmail: 'admin@example.com',
      adminPassword: null,
    })
    expect(readStartEnvironment({ SHIPCLOCK_DEMO: 'false' }).host).toBe('0.0.0.0')
  })

  test('refuses one port for web and sandbox', () => {
    const both = { PORT: '4510' }
    expect(refusal(() => readStartEnvironment(both))).toMatch(/^PORT and SHIPCLOCK_SANDBOX_PORT/)
    expect(readStartEnvironment({ ...both, SHIPCLOCK_DEMO: 'false' }).port).toBe(4510)
  })

  test('takes the first user from outside', () => {
    expect(
      readStartEnvironment({
        SHIPCLOCK_ADMIN_EMAIL: 'ops@example.org',
        SHIPCLOCK_ADMIN_PASSWORD: 'correct horse',
      }),
    ).toMatchObject({ adminEmail: 'ops@example.org', adminPassword: 'correct horse' })
  })

  test('refuses an address that is none, and a short password without showing it', () => {
    expect(refusal(() => readStartEnvironment({ SHIPCLOCK_ADMIN_EMAIL: 'ops' }))).toMatch(
      /^SHIPCLOCK_ADMIN_EMAIL is "ops"/,
    )
    const message = refusal(() => readStartEnvironment({ SHIPCLOCK_ADMIN_PASSWORD: 'tinypw' }))
    expect(message).toMatch(/^SHIPCLOCK_ADMIN_PASSWORD must have at least 8/)
    expect(message).not.toContain('tinypw')
  })

  test('refuses a wrong SHIPCLOCK_SANDBOX_PORT', () => {
    expect(refusal(() => readStartEnvironment({ SHIPCLOCK_SANDBOX_PORT: 'x' }))).toMatch(
      /^SHIPCLOCK_SANDBOX_PORT/,
    )
  })
})

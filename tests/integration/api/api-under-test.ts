import { NextRequest } from 'next/server'
import pg from 'pg'
import * as api from '@/app/api/v1/[...path]/route'
import { services } from '@/app/services'
import type { Actor } from '@/lib/domain/actor'
import { createApiToken } from '@/lib/use-cases/create-api-token'
import { createVaultKeyPair } from '@/lib/vault/keys'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted, createTeamFixture, type TeamFixture } from '@/tests/setup/fixtures'

export interface Reply {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any
}

export interface Call {
  token?: string | null
  body?: unknown
  /** Sent as it is instead of `body`. */
  text?: string
  headers?: Record<string, string>
}

export interface ApiUnderTest {
  team: TeamFixture
  other: TeamFixture
  tokens: { admin: string; deployer: string; viewer: string; otherAdmin: string }
  /** `path` below /api/v1. As the team's admin, unless told otherwise. */
  call(method: string, path: string, call?: Call): Promise<Reply>
  /** Past row-level security and past the use cases. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

const ORIGIN = 'http://localhost:3000'

export interface ApiUnderTestOptions {
  /** A clone of the template unless given; dropped at the end. */
  database?: TestDatabase
  /** Where the API finds it, if there is something in between that can be broken. */
  databaseUrl?: string
}

/** The API's own route handlers on a database of this file's, with two teams. One for each test file. */
export async function openApiUnderTest(options: ApiUnderTestOptions = {}): Promise<ApiUnderTest> {
  const database = options.database ?? (await createTestDatabase())
  Object.assign(process.env, {
    DATABASE_URL: options.databaseUrl ?? database.url,
    SHIPCLOCK_DEMO: 'false',
    SHIPCLOCK_SECRET: 'q8Zr2fWm5Xc7Vb1Nk4Jh6Gd9Sa3Pe0Lt',
    SHIPCLOCK_VAULT_PUBLIC_KEY: (await createVaultKeyPair()).publicKey,
    SHIPCLOCK_METRICS_TOKEN: 'a metrics token for this test',
    SHIPCLOCK_LOG_LEVEL: 'silent',
  })
  const team = await createTeamFixture(services())
  const other = await createTeamFixture(services())
  const tokens = {
    admin: await tokenOf(team.admin),
    deployer: await tokenOf(team.deployer),
    viewer: await tokenOf(team.viewer),
    otherAdmin: await tokenOf(other.admin),
  }
  const client = new pg.Client({ connectionString: database.url })
  // Dropping the database ends the connection, should a test have failed to.
  client.on('error', () => undefined)
  await client.connect()
  return {
    team,
    other,
    tokens,
    call: (method, path, call = {}) => callApi(method, path, { token: tokens.admin, ...call }),
    sql: async (text, values = []) => (await client.query(text, values)).rows,
    async close() {
      await client.end()
      const opened = services()
      if ('close' in opened && typeof opened.close === 'function') await opened.close()
      await database.drop()
    },
  }
}

async function tokenOf(actor: Actor): Promise<string> {
  const input = { name: 'test', expiresInDays: null }
  return accepted(await createApiToken(services(), actor, input)).token
}

async function callApi(method: string, path: string, { token, body, text, headers }: Call): Promise<Reply> {
  const handler = new Map(Object.entries(api)).get(method)
  if (handler === undefined) throw new Error(`The route has no ${method}.`)
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body))
  const request = new NextRequest(`${ORIGIN}/api/v1${path}`, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    ...(content !== undefined && { body: content }),
  })
  const segments = request.nextUrl.pathname.replace('/api/v1/', '').split('/')
  const response = await handler(request, { params: Promise.resolve({ path: segments }) })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** A time of day on a day that lies about a year ahead, when no clock anywhere changes. */
export function nextYear(): { year: number; month: number; day: number } {
  return { year: new Date().getUTCFullYear() + 1, month: 6, day: 15 }
}

/** The same as a local `at`. */
export function nextYearAt(time: string): string {
  return `${nextYear().year}-06-15T${time}`
}

import { NextRequest } from 'next/server'
import { encode } from 'next-auth/jwt'
import { beforeAll, expect, test } from 'vitest'
import { GET as getEvents } from '@/app/api/events/route'
import { GET as getHealth } from '@/app/api/health/route'
import { MANIFEST } from '@/app/api/manifest'
import { GET as getMetrics } from '@/app/api/metrics/route'
import * as api from '@/app/api/v1/[...path]/route'
import { makeApiToken } from '@/lib/auth/api-token'
import { createVaultKeyPair } from '@/lib/vault/keys'

const SECRET = 'q8Zr2fWm5Xc7Vb1Nk4Jh6Gd9Sa3Pe0Lt'
const ORIGIN = 'http://localhost:3000'
const handlers = new Map(Object.entries(api))

beforeAll(async () => {
  Object.assign(process.env, {
    // Nothing listens on port 1.
    DATABASE_URL: 'postgres://shipclock:hunter2@127.0.0.1:1/shipclock',
    SHIPCLOCK_DEMO: 'false',
    SHIPCLOCK_SECRET: SECRET,
    SHIPCLOCK_VAULT_PUBLIC_KEY: (await createVaultKeyPair()).publicKey,
  })
})

async function withToken(): Promise<Record<string, string>> {
  return { authorization: `Bearer ${makeApiToken()}` }
}

async function withCookie(): Promise<Record<string, string>> {
  const token = { sub: crypto.randomUUID(), sid: crypto.randomUUID(), ver: 1 }
  return { cookie: `next-auth.session-token=${await encode({ secret: SECRET, token })}` }
}

async function expectUnavailable(response: Response): Promise<void> {
  expect(response.status).toBe(503)
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  const text = await response.text()
  expect(JSON.parse(text)).toMatchObject({
    ...{ code: 'unavailable', title: 'Shipclock can’t reach its database', outcome: 'nothing_changed' },
    detail: expect.stringContaining('Nothing was changed'),
  })
  expect(text).not.toMatch(/127\.0\.0\.1|hunter2/)
}

test.each(MANIFEST.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  '%s answers 503 and says when to come again',
  async (_name, { method, path, example }) => {
    const handler = handlers.get(method)
    if (handler === undefined) throw new Error(`The route has no ${method}.`)
    const address = path.replaceAll(/\{\w+\}/g, crypto.randomUUID())
    const request = new NextRequest(`${ORIGIN}/api/v1${address}`, {
      method,
      headers: await withToken(),
      ...(example !== undefined && { body: JSON.stringify(example) }),
    })
    await expectUnavailable(
      await handler(request, { params: Promise.resolve({ path: address.slice(1).split('/') }) }),
    )
  },
)

test.each([
  ['GET /api/events', getEvents, withCookie],
  ['GET /api/events for a program', getEvents, withToken],
  ['GET /api/metrics', getMetrics, withToken],
] as const)('%s answers 503 and says when to come again', async (_name, handler, credentials) => {
  await expectUnavailable(await handler(new NextRequest(ORIGIN, { headers: await credentials() })))
})

test('health says what is the matter', async () => {
  const response = await getHealth(new NextRequest(`${ORIGIN}/api/health`))
  expect(response.status).toBe(503)
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await response.json()).toMatchObject({
    ...{ status: 'down', database: 'away', detail: 'Shipclock can’t reach its database.' },
    worker: { alive: false },
  })
})

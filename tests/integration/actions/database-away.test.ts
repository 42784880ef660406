import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test, vi } from 'vitest'
import { createEnvironmentAction } from '@/app/(dashboard)/environments/actions'
import type { Actor } from '@/lib/domain/actor'
import { createVaultKeyPair } from '@/lib/vault/keys'
import { browseAs } from './browser-session'

vi.mock('next/headers', async () => (await import('./browser-session')).headersOfBrowser())

beforeAll(async () => {
  Object.assign(process.env, {
    // Nothing listens on port 1.
    DATABASE_URL: 'postgres://shipclock:secret@127.0.0.1:1/shipclock',
    SHIPCLOCK_SECRET: 'q8Zr2fWm5Xc7Vb1Nk4Jh6Gd9Sa3Pe0Lt',
    SHIPCLOCK_VAULT_PUBLIC_KEY: (await createVaultKeyPair()).publicKey,
    SHIPCLOCK_LOG_LEVEL: 'silent',
  })
})

test('an action says that the database is away, and nothing about where it is', async () => {
  const somebody: Pick<Actor, 'userId'> = { userId: randomUUID() }
  await browseAs(somebody)

  const result = await createEnvironmentAction({ name: 'Production', cloudAccount: 'AWS', cluster: 'demo' })

  expect(result).toMatchObject({ ok: false, refusal: { code: 'unavailable', errors: [], extra: {} } })
  expect(JSON.stringify(result)).not.toMatch(/127\.0\.0\.1|secret/)
})

import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { isTeamAction } from '@/app/team-action'
import { createVaultKeyPair } from '@/lib/vault/keys'
import { allActions } from './all-actions'
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
beforeEach(() => browseAs({ userId: randomUUID() }))

function isAction(candidate: unknown): candidate is (input: unknown) => Promise<unknown> {
  return isTeamAction(candidate)
}

test.each(await allActions())(
  '%s says that the database is away, that nothing was changed, and nothing about where it is',
  async (_name, action) => {
    if (!isAction(action)) throw new Error('It is not made by teamAction.')
    const result = await action({})
    expect(result).toMatchObject({
      ok: false,
      refusal: {
        ...{ code: 'unavailable', title: 'Shipclock can’t reach its database', errors: [], extra: {} },
        detail: 'Nothing was changed, and what you typed is still here. Try again in a moment.',
      },
    })
    expect(JSON.stringify(result)).not.toMatch(/127\.0\.0\.1|secret/)
  },
)

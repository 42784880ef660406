import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeApiToken } from '@/lib/auth/api-token'
import { actorFromToken } from '@/lib/auth/token-actor'
import type { Actor } from '@/lib/domain/actor'
import { listApiTokens } from '@/lib/queries/list-api-tokens'
import { changeMemberRole } from '@/lib/use-cases/change-member-role'
import { createApiToken } from '@/lib/use-cases/create-api-token'
import { removeMember } from '@/lib/use-cases/remove-member'
import { revokeApiToken } from '@/lib/use-cases/revoke-api-token'
import { setMemberDisabled } from '@/lib/use-cases/set-member-disabled'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted, createMember, openTestServices, type TestServices } from '@/tests/setup/fixtures'

const DAY_MS = 24 * 60 * 60_000

let database: TestDatabase
let services: TestServices
let clockMs = 0
let admin: Actor
let deployer: Actor
let viewer: Actor

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url, { clockOffsetMs: () => clockMs })
})

afterAll(async () => {
  await services.close()
  await database.drop()
})

beforeEach(async () => {
  clockMs = 0
  const team = `Team ${randomUUID().slice(0, 8)}`
  admin = await createMember(services, team, 'admin')
  deployer = await createMember(services, team, 'deployer')
  viewer = await createMember(services, team, 'viewer')
})

async function issue(actor: Actor, expiresInDays: number | null = null) {
  return accepted(await createApiToken(services, actor, { name: 'ci', expiresInDays }))
}

async function lastUsed(id: string): Promise<Date | null | undefined> {
  const { items } = accepted(await listApiTokens(services, admin, {}))
  return items.find((item) => item.id === id)?.lastUsedAt
}

describe('an API token', () => {
  test('acts for its maker, by name, with the role that they have now', async () => {
    const { token } = await issue(deployer)
    const label = `${deployer.label} (token ci)`
    expect(await actorFromToken(services, token)).toEqual({ ...deployer, label })

    accepted(await changeMemberRole(services, admin, { userId: deployer.userId ?? '', role: 'viewer' }))

    expect(await actorFromToken(services, token)).toEqual({ ...deployer, role: 'viewer', label })
  })

  test('is nowhere in the database, only its SHA-256', async () => {
    const { token } = await issue(deployer)
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query('select api_tokens::text as row from api_tokens')
    await client.end()

    const stored = rows.map(({ row }) => row).join('\n')
    expect(stored).toContain(token.slice(0, 16))
    expect(stored).not.toContain(token.slice(0, 20))
  })

  test('that is no token of ours is refused without asking the database', async () => {
    const untouchable = {
      database: { ...services.database, asSystem: () => Promise.reject(new Error('asked')) },
    }
    const token = makeApiToken()
    const last = token.endsWith('0') ? '1' : '0'
    const madeUp = ['', 'x', `${token.slice(0, -1)}${last}`, token.replace('shipclock', 'ghp'), `${token} `]

    for (const text of madeUp) expect(await actorFromToken(untouchable, text)).toBeNull()
    await expect(actorFromToken(untouchable, token)).rejects.toThrow('asked')
  })

  test('that nobody was given is refused', async () => {
    expect(await actorFromToken(services, makeApiToken())).toBeNull()
  })

  test('counts until its last instant, and not at it', async () => {
    const { token } = await issue(deployer, 1)
    clockMs = DAY_MS - 60_000
    expect(await actorFromToken(services, token)).not.toBeNull()

    clockMs = DAY_MS + 1

    expect(await actorFromToken(services, token)).toBeNull()
  })

  test.each([
    ['it is revoked', (id: string) => revokeApiToken(services, deployer, { id })],
    ['an admin revokes it', (id: string) => revokeApiToken(services, admin, { id })],
    [
      'its maker is disabled',
      () => setMemberDisabled(services, admin, { userId: deployer.userId ?? '', disabled: true }),
    ],
    ['its maker is removed', () => removeMember(services, admin, { userId: deployer.userId ?? '' })],
  ])('is worth nothing as soon as %s', async (_what, act) => {
    const { id, token } = await issue(deployer)
    expect(await actorFromToken(services, token)).not.toBeNull()

    accepted<unknown>(await act(id))

    expect(await actorFromToken(services, token)).toBeNull()
  })

  test('is not listed any more when its maker has left the team, and the others are', async () => {
    await issue(deployer)
    const { id } = await issue(admin)
    accepted(await removeMember(services, admin, { userId: deployer.userId ?? '' }))

    const { items } = accepted(await listApiTokens(services, admin, {}))
    expect(items.map((item) => item.id)).toEqual([id])
  })

  test('shows when it was last used, written once a minute at most', async () => {
    const { id, token } = await issue(deployer)
    expect(await lastUsed(id)).toBeNull()
    await actorFromToken(services, token)
    const first = await lastUsed(id)
    expect(first).toBeInstanceOf(Date)

    clockMs = 30_000
    await actorFromToken(services, token)
    expect(await lastUsed(id)).toEqual(first)

    clockMs = 61_000
    await actorFromToken(services, token)
    expect((await lastUsed(id))?.getTime()).toBeGreaterThan(first?.getTime() ?? Number.POSITIVE_INFINITY)
  })

  test('is seen and revoked by its maker and by admins, by nobody else', async () => {
    const { id } = await issue(deployer)
    const ids = async (actor: Actor) =>
      accepted(await listApiTokens(services, actor, {})).items.map((item) => item.id)

    expect(await ids(deployer)).toEqual([id])
    expect(await ids(admin)).toEqual([id])
    expect(await ids(viewer)).toEqual([])
    expect(await revokeApiToken(services, viewer, { id })).toMatchObject({ refusal: { kind: 'not_found' } })
  })

  test.each([
    [{ name: ' ', expiresInDays: null }, 'name'],
    [{ name: 'ci', expiresInDays: 0 }, 'expiresInDays'],
    [{ name: 'ci', expiresInDays: 1.5 }, 'expiresInDays'],
    [{ name: 'ci', expiresInDays: 4000 }, 'expiresInDays'],
  ])('is not made of %j', async (input, path) => {
    expect(await createApiToken(services, deployer, input)).toMatchObject({
      ok: false,
      refusal: { kind: 'invalid', path },
    })
  })
})

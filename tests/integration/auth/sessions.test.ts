import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authOptions } from '@/lib/auth/options'
import { type SignedIn, signedInBySession } from '@/lib/auth/session-actor'
import { ofTokenClaims, readSessionCookie, SESSION_SECONDS, toTokenClaims } from '@/lib/auth/session-claims'
import type { Actor } from '@/lib/domain/actor'
import { readWebEnvironment } from '@/lib/env'
import { listMembers } from '@/lib/queries/list-members'
import { addMember } from '@/lib/use-cases/add-member'
import { changeMemberRole } from '@/lib/use-cases/change-member-role'
import { changeOwnPassword } from '@/lib/use-cases/change-own-password'
import { removeMember } from '@/lib/use-cases/remove-member'
import { setMemberDisabled } from '@/lib/use-cases/set-member-disabled'
import { setMemberPassword } from '@/lib/use-cases/set-member-password'
import { signOutEverywhere } from '@/lib/use-cases/sign-out-everywhere'
import { signOutMember } from '@/lib/use-cases/sign-out-member'
import { createVaultKeyPair } from '@/lib/vault/keys'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createMember,
  FIXTURE_PASSWORD,
  openTestServices,
  type TestServices,
} from '@/tests/setup/fixtures'

const SECRET = 'sGkG8zq1d0nQf7WmV3xYbT5uHcJ2eR9p'

let database: TestDatabase
let services: TestServices
let options: ReturnType<typeof authOptions>
let admin: Actor
let member: Actor
let memberId: string

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
  const { publicKey } = await createVaultKeyPair()
  const environment = readWebEnvironment({
    DATABASE_URL: database.url,
    SHIPCLOCK_SECRET: SECRET,
    SHIPCLOCK_VAULT_PUBLIC_KEY: publicKey,
    SHIPCLOCK_URL: 'https://shipclock.example.com',
    GITHUB_ID: 'id',
    GITHUB_SECRET: 'secret',
  })
  options = authOptions(services, environment)
})

afterAll(async () => {
  await services.close()
  await database.drop()
})

beforeEach(async () => {
  const team = `Team ${randomUUID().slice(0, 8)}`
  admin = await createMember(services, team, 'admin')
  member = await createMember(services, team, 'deployer')
  memberId = idOf(member)
})

function idOf(actor: Actor): string {
  if (actor.userId === null) throw new Error('a person')
  return actor.userId
}

/** What next-auth puts into the cookie of somebody who signed in just now. */
async function newSession(actor: Actor): Promise<Record<string, unknown>> {
  const user = { id: idOf(actor) }
  const account = { provider: 'credentials', type: 'credentials', providerAccountId: user.id } as const
  const token = await options.callbacks?.jwt?.({ token: {}, user, account })
  if (token === undefined) throw new Error('next-auth made no token')
  return token
}

async function whoIs(token: unknown, chosenTeam: string | null = null): Promise<SignedIn | null> {
  const claims = ofTokenClaims(token)
  return claims === null ? null : signedInBySession(services, claims, chosenTeam)
}

describe('a session', () => {
  test('stands for its user in their team, with the role they have there', async () => {
    const signedIn = await whoIs(await newSession(member))

    expect(signedIn?.actor).toEqual(member)
    expect(signedIn?.teams).toMatchObject([{ teamId: member.teamId, role: 'deployer' }])
  })

  test('is worth nothing from the next request on when its user is disabled, also when enabled again', async () => {
    const session = await newSession(member)
    accepted(await setMemberDisabled(services, admin, { userId: memberId, disabled: true }))
    expect(await whoIs(session)).toBeNull()

    accepted(await setMemberDisabled(services, admin, { userId: memberId, disabled: false }))

    expect(await whoIs(session)).toBeNull()
    expect(await whoIs(await newSession(member))).not.toBeNull()
  })

  test.each([
    ['signs out everywhere', () => signOutEverywhere(services, member, {})],
    ['is signed out by an admin', () => signOutMember(services, admin, { userId: memberId })],
    [
      'is given another password',
      () => setMemberPassword(services, admin, { userId: memberId, password: 'another password' }),
    ],
    [
      'changes the password',
      () =>
        changeOwnPassword(services, member, {
          currentPassword: FIXTURE_PASSWORD,
          newPassword: 'another password',
        }),
    ],
    ['is removed from the team', () => removeMember(services, admin, { userId: memberId })],
  ])('ends when its user %s', async (_what, act) => {
    const here = await newSession(member)
    const there = await newSession(member)

    accepted(await act())

    expect(await whoIs(here)).toBeNull()
    expect(await whoIs(there)).toBeNull()
  })

  test('has a changed role from the next request on', async () => {
    const session = await newSession(member)

    accepted(await changeMemberRole(services, admin, { userId: memberId, role: 'viewer' }))

    expect((await whoIs(session))?.actor.role).toBe('viewer')
  })

  test('that was signed out of is over, also for a copy of its cookie; other sessions go on', async () => {
    const session = await newSession(member)
    const other = await newSession(member)

    await options.events?.signOut?.({ token: session, session: { expires: '' } })

    expect(await whoIs(session)).toBeNull()
    expect(await whoIs(other)).not.toBeNull()
  })

  test('tells the browser nothing', async () => {
    const token = await newSession(member)
    const session = await options.callbacks?.session?.({
      session: { expires: 'then', user: { name: 'x' } },
      token,
      user: { id: memberId, email: '', emailVerified: null },
      newSession: null,
      trigger: 'update',
    })

    expect(session).toEqual({ expires: 'then' })
  })
})

describe('somebody in several teams', () => {
  test('works for the team that they chose, and for their first one when they chose another’s', async () => {
    const elsewhere = await createMember(services, `Elsewhere ${memberId}`, 'admin')
    const stranger = await createMember(services, `Strangers ${memberId}`, 'admin')
    const { email } = accepted(await listMembers(services, admin, {})).items.find(
      ({ userId }) => userId === memberId,
    ) ?? { email: '' }
    const added = await addMember(services, elsewhere, { email, name: 'M', password: null, role: 'viewer' })
    expect(accepted(added)).toEqual({ userId: memberId, isNew: false })
    const session = await newSession(member)

    expect((await whoIs(session, elsewhere.teamId))?.actor).toMatchObject({
      teamId: elsewhere.teamId,
      role: 'viewer',
    })
    expect((await whoIs(session, stranger.teamId))?.actor.teamId).toBe(member.teamId)
    expect((await whoIs(session, 'not an id'))?.actor.teamId).toBe(member.teamId)
  })
})

describe('a cookie', () => {
  const claims = { userId: randomUUID(), sessionId: randomUUID(), version: 1 }

  test('is read if it was made with our secret, and has not passed its time', async () => {
    const made = await encode({ token: toTokenClaims(claims), secret: SECRET, maxAge: SESSION_SECONDS })
    const forged = await encode({ token: toTokenClaims(claims), secret: `${SECRET}!` })
    const past = await encode({ token: toTokenClaims(claims), secret: SECRET, maxAge: -60 })

    expect(await readSessionCookie(made, SECRET)).toEqual(claims)
    expect(await readSessionCookie(forged, SECRET)).toBeNull()
    expect(await readSessionCookie(past, SECRET)).toBeNull()
    expect(await readSessionCookie('nonsense', SECRET)).toBeNull()
    expect(await readSessionCookie(undefined, SECRET)).toBeNull()
  })

  test('is sent over https only, and out of reach of scripts', () => {
    expect(options.cookies?.sessionToken).toEqual({
      name: '__Secure-next-auth.session-token',
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
    })
  })
})

describe('signing in elsewhere', () => {
  const account = { provider: 'github', type: 'oauth', providerAccountId: '1' } as const

  async function memberEmail(): Promise<string> {
    const { items } = accepted(await listMembers(services, admin, {}))
    return items.find(({ userId }) => userId === memberId)?.email ?? ''
  }

  test('is for whoever has the verified e-mail address', async () => {
    const user = { id: '1', email: (await memberEmail()).toUpperCase() }

    expect(await options.callbacks?.signIn?.({ user, account })).toBe(true)
    const token = await options.callbacks?.jwt?.({ token: {}, user, account })
    expect((await whoIs(token))?.actor).toEqual(member)
  })

  test('is refused to strangers, to the disabled and without a verified address', async () => {
    const email = await memberEmail()
    const answer = (given: string | null) =>
      options.callbacks?.signIn?.({ user: { id: '1', email: given }, account })

    expect(await answer('stranger@example.com')).toBe('/sign-in?error=UnknownUser')
    expect(await answer(null)).toBe('/sign-in?error=NoVerifiedEmail')
    accepted(await setMemberDisabled(services, admin, { userId: memberId, disabled: true }))
    expect(await answer(email)).toBe('/sign-in?error=Disabled')
  })
})

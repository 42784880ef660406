import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signIn } from '@/lib/auth/sign-in'
import type { Actor } from '@/lib/domain/actor'
import { listMembers } from '@/lib/queries/list-members'
import { addMember } from '@/lib/use-cases/add-member'
import { changeMemberRole } from '@/lib/use-cases/change-member-role'
import { changeOwnPassword } from '@/lib/use-cases/change-own-password'
import { removeMember } from '@/lib/use-cases/remove-member'
import { setMemberDisabled } from '@/lib/use-cases/set-member-disabled'
import { setMemberPassword } from '@/lib/use-cases/set-member-password'
import { signOutMember } from '@/lib/use-cases/sign-out-member'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createMember,
  FIXTURE_PASSWORD,
  openTestServices,
  type TestServices,
} from '@/tests/setup/fixtures'
import { until } from '@/tests/setup/until'

let database: TestDatabase
let services: TestServices
let owner: pg.Client
let teamName: string
let admin: Actor
let viewer: Actor

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
  owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
})

afterAll(async () => {
  await owner.end()
  await services.close()
  await database.drop()
})

beforeEach(async () => {
  teamName = `Team ${randomUUID().slice(0, 8)}`
  admin = await createMember(services, teamName, 'admin')
  viewer = await createMember(services, teamName, 'viewer')
})

const idOf = (actor: Actor) => actor.userId ?? ''

async function members() {
  return accepted(await listMembers(services, viewer, {})).items
}

async function waitingForLocks(): Promise<number> {
  // Within a transaction the server answers what it saw first.
  await owner.query('select pg_stat_clear_snapshot()')
  const { rowCount } = await owner.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  )
  return rowCount ?? 0
}

async function emailOf(actor: Actor): Promise<string> {
  return (await members()).find(({ userId }) => userId === actor.userId)?.email ?? ''
}

async function canSignIn(email: string, password: string): Promise<boolean> {
  return (await signIn(services, { email, password, address: null })).ok
}

describe('adding somebody', () => {
  test('makes a user who can sign in, with the role', async () => {
    const email = `New-${randomUUID()}@Example.com`
    const input = { email, name: 'New', password: 'a long password', role: 'deployer' } as const

    expect(accepted(await addMember(services, admin, input))).toMatchObject({ isNew: true })

    expect(await canSignIn(email, 'a long password')).toBe(true)
    expect(await members()).toContainEqual(
      expect.objectContaining({ email: email.toLowerCase(), name: 'New', role: 'deployer' }),
    )
  })

  test('who exists in another team leaves their password and name alone', async () => {
    const stranger = await createMember(services, `Other ${teamName}`, 'admin')
    const email = accepted(await listMembers(services, stranger, {})).items[0]?.email ?? ''
    const input = { email, name: 'Renamed', password: 'taken over now', role: 'viewer' } as const

    expect(accepted(await addMember(services, admin, input))).toEqual({
      userId: stranger.userId,
      isNew: false,
    })

    expect(await canSignIn(email, 'taken over now')).toBe(false)
    expect(await canSignIn(email, FIXTURE_PASSWORD)).toBe(true)
    expect((await members()).find(({ userId }) => userId === stranger.userId)?.name).toBe(stranger.label)
  })

  test.each([
    [{ email: 'nobody' }, 'email'],
    [{ name: ' ' }, 'name'],
    [{ password: 'short' }, 'password'],
  ])('with %j is refused', async (more, path) => {
    const input = { email: 'x@example.com', name: 'X', password: null, role: 'viewer', ...more } as const
    expect(await addMember(services, admin, input)).toMatchObject({ refusal: { kind: 'invalid', path } })
  })

  test('who is a member already is refused', async () => {
    const input = { email: await emailOf(viewer), name: 'X', password: null, role: 'admin' } as const

    expect(await addMember(services, admin, input)).toMatchObject({
      refusal: { kind: 'already_exists', path: 'email' },
    })
    expect((await members()).find(({ userId }) => userId === viewer.userId)?.role).toBe('viewer')
  })
})

describe('the last admin', () => {
  test.each([
    ['demoted', 'role', () => changeMemberRole(services, admin, { userId: idOf(admin), role: 'deployer' })],
    ['removed', 'userId', () => removeMember(services, admin, { userId: idOf(admin) })],
    ['disabled', 'userId', () => setMemberDisabled(services, admin, { userId: idOf(admin), disabled: true })],
  ])('can’t be %s; with another one they can', async (_what, path, act) => {
    expect(await act()).toMatchObject({ refusal: { kind: 'invalid', path } })

    await createMember(services, teamName, 'admin')

    accepted<unknown>(await act())
  })

  test('is not the disabled one', async () => {
    const other = await createMember(services, teamName, 'admin')
    accepted(await setMemberDisabled(services, admin, { userId: idOf(other), disabled: true }))

    expect(await removeMember(services, admin, { userId: idOf(admin) })).toMatchObject({ ok: false })
    accepted(await removeMember(services, admin, { userId: idOf(other) }))
  })

  test('remains when admins remove each other at the same moment', async () => {
    const other = await createMember(services, teamName, 'admin')

    await owner.query('begin')
    await owner.query('select from memberships where team_id = $1 for update', [admin.teamId])
    const both = Promise.all([
      removeMember(services, admin, { userId: idOf(other) }),
      changeMemberRole(services, other, { userId: idOf(admin), role: 'viewer' }),
    ])
    await until('both to wait', async () => (await waitingForLocks()) === 2)
    await owner.query('commit')
    const results = await both

    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await members()).filter(({ role }) => role === 'admin')).toHaveLength(1)
  })
})

describe('a user of several teams', () => {
  test('can be removed from one, but not shut out of all by its admin', async () => {
    const stranger = await createMember(services, `Other ${teamName}`, 'admin')
    const added = { email: await emailOf(viewer), name: 'V', password: null, role: 'viewer' } as const
    accepted(await addMember(services, stranger, added))
    const userId = idOf(viewer)

    for (const act of [
      () => setMemberDisabled(services, stranger, { userId, disabled: true }),
      () => setMemberPassword(services, stranger, { userId, password: 'taken over now' }),
      () => signOutMember(services, stranger, { userId }),
    ]) {
      expect(await act()).toMatchObject({ refusal: { kind: 'invalid', path: 'userId' } })
    }
    accepted(await removeMember(services, stranger, { userId }))
    expect(await canSignIn(await emailOf(viewer), FIXTURE_PASSWORD)).toBe(true)
  })
})

describe('a password', () => {
  test('is changed by its owner, who has to know the old one', async () => {
    const email = await emailOf(viewer)
    const change = (currentPassword: string, newPassword: string) =>
      changeOwnPassword(services, viewer, { currentPassword, newPassword })

    expect(await change('wrong', 'another password')).toMatchObject({
      refusal: { kind: 'invalid', path: 'currentPassword' },
    })
    expect(await change(FIXTURE_PASSWORD, 'short')).toMatchObject({
      refusal: { kind: 'invalid', path: 'newPassword' },
    })
    accepted(await change(FIXTURE_PASSWORD, 'another password'))

    expect(await canSignIn(email, FIXTURE_PASSWORD)).toBe(false)
    expect(await canSignIn(email, 'another password')).toBe(true)
  })
})

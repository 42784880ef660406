import * as argon2 from '@node-rs/argon2'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { signIn } from '@/lib/auth/sign-in'
import { createUser } from '@/lib/use-cases/create-user'
import { setMemberDisabled } from '@/lib/use-cases/set-member-disabled'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createMember,
  FIXTURE_PASSWORD,
  openTestServices,
  type TestServices,
} from '@/tests/setup/fixtures'

// The real functions, counted: whether something was hashed can't be seen from outside.
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof import('@node-rs/argon2')>()
  return { hash: vi.fn(real.hash), verify: vi.fn(real.verify) }
})

const WRONG = { ok: false, refusal: { kind: 'wrong_credentials' } }
const THROTTLED = { ok: false, refusal: { kind: 'throttled' } }

let database: TestDatabase
let services: TestServices
let clockMs = 0
let number = 0
let email = ''

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url, { clockOffsetMs: () => clockMs, maxConnections: 20 })
})

beforeEach(async () => {
  number += 1
  email = `ada-${number}@example.com`
  accepted(
    await createUser(services, { email, password: FIXTURE_PASSWORD, name: 'Ada', team: 'A', role: 'admin' }),
  )
  vi.mocked(argon2.verify).mockReset()
})

afterAll(async () => {
  await services.close()
  await database.drop()
})

function attempt(password: string, options: { email?: string; address?: string } = {}) {
  return signIn(services, { email, address: null, ...options, password })
}

async function fail(times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) expect(await attempt('wrong')).toEqual(WRONG)
}

describe('a password', () => {
  test('lets its user in, however the e-mail address is written', async () => {
    const result = await attempt(FIXTURE_PASSWORD, { email: `  ${email.toUpperCase()} ` })

    expect(accepted(result)).toMatchObject({ email, name: 'Ada' })
  })

  test('is stored as argon2id of at least 19 MiB, two passes and one lane', async () => {
    const { passwordHash } = accepted(await attempt(FIXTURE_PASSWORD))

    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('that is wrong gets the same answer as a user who does not exist, for the same work', async () => {
    const ofUser = await attempt('wrong')
    const ofNobody = await attempt('wrong', { email: 'nobody@example.com' })

    expect(ofUser).toEqual(WRONG)
    expect(ofNobody).toEqual(WRONG)
    const hashes = vi.mocked(argon2.verify).mock.calls.map(([hashed]) => String(hashed))
    expect(hashes.map((hashed) => hashed.split('$').slice(1, 4).join('$'))).toEqual([
      'argon2id$v=19$m=19456,t=2,p=1',
      'argon2id$v=19$m=19456,t=2,p=1',
    ])
  })

  test('does not let a disabled user in, and only the right one tells why', async () => {
    const admin = await createMember(services, 'A', 'admin')
    const { id } = accepted(await attempt(FIXTURE_PASSWORD))
    accepted(await setMemberDisabled(services, admin, { userId: id, disabled: true }))

    expect(await attempt(FIXTURE_PASSWORD)).toEqual({ ok: false, refusal: { kind: 'disabled' } })
    expect(await attempt('wrong')).toEqual(WRONG)
  })
})

describe('guessing', () => {
  test('ends after ten attempts on an account, the right password included, without any hashing', async () => {
    await fail(10)
    vi.mocked(argon2.verify).mockClear()

    expect(await attempt(FIXTURE_PASSWORD)).toMatchObject(THROTTLED)
    expect(argon2.verify).not.toHaveBeenCalled()
  })

  test('is possible again when a quarter of an hour has passed', async () => {
    await fail(10)
    expect(await attempt(FIXTURE_PASSWORD)).toMatchObject(THROTTLED)

    clockMs += 15 * 60_000 + 1

    expect(await attempt(FIXTURE_PASSWORD)).toMatchObject({ ok: true })
  })

  test('is not prolonged by attempts that are refused', async () => {
    await fail(10)
    clockMs += 14 * 60_000
    const late = await attempt('wrong')
    const seconds = !late.ok && late.refusal.kind === 'throttled' ? late.refusal.retryAfterSeconds : null
    expect(seconds).toBeLessThanOrEqual(60)

    clockMs += 60_000 + 1

    expect(await attempt(FIXTURE_PASSWORD)).toMatchObject({ ok: true })
  })

  test('by many at once gets no further than by one', async () => {
    const results = await Promise.all(Array.from({ length: 15 }, () => attempt('wrong')))

    expect(results.filter((result) => !result.ok && result.refusal.kind === 'throttled')).toHaveLength(5)
    expect(argon2.verify).toHaveBeenCalledTimes(10)
  })

  test('of accounts that do not exist is counted too', async () => {
    const nobody = { email: `nobody-${number}@example.com` }
    for (let count = 0; count < 10; count += 1) await attempt('wrong', nobody)

    expect(await attempt('wrong', nobody)).toMatchObject(THROTTLED)
  })

  test('of many accounts from one address ends after a hundred attempts; other addresses go on', async () => {
    vi.mocked(argon2.verify).mockResolvedValue(false)
    for (let count = 0; count < 100; count += 1) {
      const victim = { email: `victim-${count}@example.com`, address: `2001:db8:1:2::${count.toString(16)}` }
      expect(await attempt('guess', victim)).toEqual(WRONG)
    }
    vi.mocked(argon2.verify).mockReset()

    expect(await attempt(FIXTURE_PASSWORD, { address: '2001:0db8:0001:0002:ffff::1' })).toMatchObject(
      THROTTLED,
    )
    expect(argon2.verify).not.toHaveBeenCalled()
    vi.mocked(argon2.verify).mockResolvedValue(true)
    expect(await attempt(FIXTURE_PASSWORD, { address: '2001:db8:1:3::1' })).toMatchObject({ ok: true })
  })

  test('is forgotten once the right password was given', async () => {
    await fail(9)
    expect(await attempt(FIXTURE_PASSWORD)).toMatchObject({ ok: true })

    await fail(9)

    expect(await attempt(FIXTURE_PASSWORD)).toMatchObject({ ok: true })
  })
})

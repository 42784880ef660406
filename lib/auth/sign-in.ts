import { createHash } from 'node:crypto'
import { parseEmailAddress } from '@/lib/domain/email-address'
import { accept, type Result, refuse } from '@/lib/domain/result'
import type { Database, SystemDatabase } from '@/lib/postgres/database'
import {
  countAttempt,
  forgetAttempts,
  forgetEndedWindows,
  uncountAttempt,
} from '@/lib/postgres/sign-in-throttles'
import { type UserRecord, userByEmail } from '@/lib/postgres/users'
import { addressBlock } from './address-block'
import { passwordMatches } from './password'

export interface SignInAttempt {
  email: string
  password: string
  /** Where the request came from; null when it is not known. */
  address: string | null
}

export type SignInRefusal =
  /** Also for users that do not exist: which of the two, nobody is told. */
  | { kind: 'wrong_credentials' }
  /** The password was right. */
  | { kind: 'disabled' }
  | { kind: 'throttled'; retryAfterSeconds: number }

const WINDOW_MS = 15 * 60_000
const ATTEMPTS_PER_ACCOUNT = 10
const ATTEMPTS_PER_ADDRESS = 100

/**
 * Checks an e-mail address and a password. Attempts are counted before anything is hashed, whether the
 * account exists or not, and given back when they succeed.
 */
export async function signIn(
  services: { database: Database },
  attempt: SignInAttempt,
): Promise<Result<UserRecord, SignInRefusal>> {
  const email = parseEmailAddress(attempt.email) ?? ''
  const keys = throttleKeys(email, attempt.address)
  const begun = await services.database.asSystem((database) => begin(database, email, keys))
  if (!begun.ok) return begun
  const user = begun.value
  const matches = await passwordMatches(user?.passwordHash ?? null, attempt.password)
  if (!matches || user === null) return refuse({ kind: 'wrong_credentials' })
  if (user.disabledAt !== null) return refuse({ kind: 'disabled' })
  await services.database.asSystem((database) => giveBack(database, keys))
  return accept(user)
}

interface ThrottleKeys {
  account: string
  address: string | null
}

function throttleKeys(email: string, address: string | null): ThrottleKeys {
  // Hashed, because people type their password into the wrong field.
  const account = createHash('sha256').update(email).digest('hex')
  return {
    account: `account:${account}`,
    address: address === null ? null : `address:${addressBlock(address)}`,
  }
}

async function begin(
  database: SystemDatabase,
  email: string,
  keys: ThrottleKeys,
): Promise<Result<UserRecord | null, SignInRefusal>> {
  const now = await database.now()
  const window = { now, endsAt: new Date(now.getTime() + WINDOW_MS) }
  const limits = [
    // Addresses first: two attempts that count the same keys in the same order never wait for each other in a ring.
    ...(keys.address === null ? [] : [{ key: keys.address, limit: ATTEMPTS_PER_ADDRESS }]),
    { key: keys.account, limit: ATTEMPTS_PER_ACCOUNT },
  ]
  for (const { key, limit } of limits) {
    const { attempts, windowEndsAt } = await countAttempt(database, key, window)
    if (attempts > limit) {
      const retryAfterSeconds = Math.max(1, Math.ceil((windowEndsAt.getTime() - now.getTime()) / 1000))
      return refuse({ kind: 'throttled', retryAfterSeconds })
    }
  }
  return accept(await userByEmail(database, email))
}

async function giveBack(database: SystemDatabase, keys: ThrottleKeys): Promise<void> {
  if (keys.address !== null) await uncountAttempt(database, keys.address)
  await forgetAttempts(database, keys.account)
  await forgetEndedWindows(database, await database.now())
}

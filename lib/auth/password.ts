import { hash, verify } from '@node-rs/argon2'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** Argon2id is what the package takes unless told otherwise; 19 MiB, two passes, one lane is OWASP's least for it. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const MIN_LENGTH = 8
/** Hashing takes longer the longer the text: nobody may make it take arbitrarily long. */
const MAX_LENGTH = 256

export interface UnfitPassword {
  kind: 'invalid'
  path: 'password'
  message: string
}

/** Answers the hash to store (PHC string), or why the password is not taken. */
export async function hashPassword(password: string): Promise<Result<string, UnfitPassword>> {
  const unfit = (message: string) => refuse({ kind: 'invalid', path: 'password', message } as const)
  if (password.length < MIN_LENGTH) return unfit(`A password has at least ${MIN_LENGTH} characters.`)
  if (password.length > MAX_LENGTH) return unfit(`A password has at most ${MAX_LENGTH} characters.`)
  return accept(await hash(password, COST))
}

/**
 * Whether `password` is the one that was hashed. Without a hash (unknown user, or one who signs in
 * elsewhere) it takes just as long and answers false, so that the time tells nothing.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const candidate = password.slice(0, MAX_LENGTH + 1)
  const matches = await verify(stored ?? (await standIn()), candidate)
  return matches && stored !== null
}

let standInHash: Promise<string> | null = null

/** The hash of a password that nobody has, made once at the same cost as the real ones. */
function standIn(): Promise<string> {
  standInHash ??= hash(crypto.randomUUID(), COST)
  return standInHash
}

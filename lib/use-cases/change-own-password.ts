import { hashPassword } from '@/lib/auth/password'
import { type SignInRefusal, signIn } from '@/lib/auth/sign-in'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { accept } from '@/lib/domain/result'
import { setPasswordHash, userById } from '@/lib/postgres/users'
import { signInErrorCode, signInErrorWords } from '@/lib/refusals/sign-in-error'
import { type Invalid, invalid } from './resource-refusals'
import type { UseCase } from './use-case'

export interface ChangeOwnPasswordInput {
  currentPassword: string
  newPassword: string
}

/** Changes one's own password and ends all sessions, this one included: whoever knew the old one is out. */
export const changeOwnPassword: UseCase<ChangeOwnPasswordInput, { userId: string }, Invalid> = async (
  services,
  actor,
  input,
) => {
  const { userId } = actor
  if (userId === null) throw new InvariantViolated('Only people have passwords.')
  const user = await services.database.asSystem((database) => userById(database, userId))
  if (user === null) throw new InvariantViolated('Whoever is signed in exists.')
  // An open browser must not become a way to guess the password: it is checked and counted like a sign-in.
  const attempt = { email: user.email, password: input.currentPassword, address: null }
  const known = await signIn(services, attempt)
  if (!known.ok) return invalid('currentPassword', wordsOf(known.refusal))
  const hash = await hashPassword(input.newPassword)
  if (!hash.ok) return invalid('newPassword', hash.refusal.message)
  await services.database.asSystem((database) => setPasswordHash(database, userId, hash.value))
  return accept({ userId })
}

function wordsOf(refusal: SignInRefusal): string {
  return refusal.kind === 'wrong_credentials'
    ? 'This is not your current password.'
    : signInErrorWords(signInErrorCode(refusal))
}

import type { SignInRefusal } from '@/lib/auth/sign-in'
import { assertNever } from '@/lib/domain/assert-never'

/** Why nobody was signed in, as it travels in the address of the sign-in page (`/sign-in?error=…`). */
export function signInErrorCode(refusal: SignInRefusal): string {
  switch (refusal.kind) {
    case 'wrong_credentials':
      return 'CredentialsSignin'
    case 'disabled':
      return 'Disabled'
    case 'throttled':
      return `Throttled-${refusal.retryAfterSeconds}`
    default:
      return assertNever(refusal)
  }
}

const WORDS: Record<string, string> = {
  CredentialsSignin: 'The e-mail address or the password is wrong.',
  Disabled: 'This account was disabled. An admin of your team can enable it again.',
  Unavailable: 'The database does not answer. Try again in a moment.',
  NoVerifiedEmail:
    'The provider did not give an e-mail address that it has verified. Verify it there, or sign in with your password.',
  UnknownUser:
    'Nobody here has the e-mail address that the provider gave. Ask an admin of your team to add you with it.',
  AccessDenied: 'You declined at the provider, or it did not let you in.',
}

/** The sentence for a code of `signInErrorCode` or of next-auth. */
export function signInErrorWords(code: string): string {
  const seconds = /^Throttled-(\d{1,6})$/.exec(code)?.[1]
  if (seconds !== undefined) {
    const minutes = Math.max(1, Math.ceil(Number(seconds) / 60))
    return `There were too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
  }
  return WORDS[code] ?? 'Signing in did not work. Try again; if it stays so, the log of the server says why.'
}

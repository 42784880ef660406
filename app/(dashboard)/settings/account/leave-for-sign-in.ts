import { signOut } from 'next-auth/react'

/** For when this session has just been ended on the server: its cookie goes too. */
export function leaveForSignIn(): void {
  // Wherever next-auth's answer stays away, the page itself finds out that the session is over.
  signOut({ callbackUrl: '/sign-in' }).catch(() => window.location.assign('/sign-in'))
}

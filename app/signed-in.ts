import { cookies } from 'next/headers'
import { services, webEnvironment } from '@/app/services'
import { type SignedIn, signedInBySession } from '@/lib/auth/session-actor'
import { readSessionCookie } from '@/lib/auth/session-claims'
import { sessionCookie } from '@/lib/auth/session-cookie'

const CHOSEN_TEAM_COOKIE = 'shipclock-team'
const A_YEAR_IN_SECONDS = 365 * 24 * 60 * 60

/** Who makes this request, in which of their teams; null when nobody is signed in. */
export async function signedIn(): Promise<SignedIn | null> {
  const jar = await cookies()
  return signedInByCookies((name) => jar.get(name)?.value)
}

/** Whose cookies these are, in which of their teams; null when nobody is signed in with them. */
export async function signedInByCookies(
  cookie: (name: string) => string | undefined,
): Promise<SignedIn | null> {
  const { secret, publicUrl } = webEnvironment()
  const claims = await readSessionCookie(cookie(sessionCookie(publicUrl).name), secret)
  if (claims === null) return null
  return signedInBySession(services(), claims, cookie(CHOSEN_TEAM_COOKIE) ?? null)
}

/**
 * Remembers in the browser which team the person wants to work for. Nothing rests on it: it counts only
 * while they belong to that team. For server actions and route handlers.
 */
export async function chooseTeam(teamId: string): Promise<void> {
  const { options } = sessionCookie(webEnvironment().publicUrl)
  const jar = await cookies()
  jar.set(CHOSEN_TEAM_COOKIE, teamId, { ...options, maxAge: A_YEAR_IN_SECONDS })
}

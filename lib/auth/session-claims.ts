import { decode } from 'next-auth/jwt'
import { z } from 'zod'

/** What a session's cookie says. It says who signed in and when, never what they may do. */
export interface SessionClaims {
  userId: string
  /** Of this sign-in: signing out ends it, also for a copy of the cookie. */
  sessionId: string
  /** The user's session version at sign-in: raising it ends all their sessions. */
  version: number
}

/** A session ends this long after it was last renewed, whatever happens. */
export const SESSION_SECONDS = 14 * 24 * 60 * 60

const shape = z.object({ sub: z.uuid(), sid: z.uuid(), ver: z.int() })

/** The claims as next-auth keeps them in its token. */
export function toTokenClaims(claims: SessionClaims): z.infer<typeof shape> {
  return { sub: claims.userId, sid: claims.sessionId, ver: claims.version }
}

/** Of a token that next-auth has decoded; null when it is not one of ours. */
export function ofTokenClaims(token: unknown): SessionClaims | null {
  const parsed = shape.safeParse(token)
  if (!parsed.success) return null
  return { userId: parsed.data.sub, sessionId: parsed.data.sid, version: parsed.data.ver }
}

/** Opens a session's cookie; null when it is forged, damaged or past its time. */
export async function readSessionCookie(
  cookie: string | undefined,
  secret: string,
): Promise<SessionClaims | null> {
  if (cookie === undefined || cookie === '') return null
  try {
    return ofTokenClaims(await decode({ token: cookie, secret }))
  } catch {
    // Whatever is wrong with a cookie, its bearer is not signed in.
    return null
  }
}

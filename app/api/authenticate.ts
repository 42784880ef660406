import type { NextRequest } from 'next/server'
import { services } from '@/app/services'
import { signedInByCookies } from '@/app/signed-in'
import { actorFromToken } from '@/lib/auth/token-actor'
import type { Actor } from '@/lib/domain/actor'

/**
 * Who makes this request; null when nobody is known. A token counts for everything. A browser's session
 * counts for reading only, so that no other site can make a browser change anything here.
 */
export async function authenticate(request: NextRequest): Promise<Actor | null> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1]
    return token === undefined ? null : actorFromToken(services(), token)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return null
  const signedIn = await signedInByCookies((name) => request.cookies.get(name)?.value)
  return signedIn?.actor ?? null
}

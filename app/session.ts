import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { signedIn } from '@/app/signed-in'
import type { SignedIn } from '@/lib/auth/session-actor'
import type { Actor } from '@/lib/domain/actor'

/** Who asks, looked up once for each request; null when nobody is signed in (any more). */
export const currentSession = cache(signedIn)

/** The actor of whoever asks; null when nobody is signed in. */
export async function currentActor(): Promise<Actor | null> {
  return (await currentSession())?.actor ?? null
}

/** Who asks, with what the frame shows of them. Whoever is not signed in is sent to do so, and comes back. */
export async function requireSession(): Promise<SignedIn> {
  const session = await currentSession()
  if (session !== null) return session
  // Set by proxy.ts; only a path to come back to, which the sign-in page checks.
  const path = (await headers()).get('x-shipclock-path')
  redirect(path === null ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(path)}`)
}

/** The actor of whoever asks. Whoever is not signed in is sent to do so. */
export async function requireActor(): Promise<Actor> {
  return (await requireSession()).actor
}

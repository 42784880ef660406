import { redirect } from 'next/navigation'
import { cache } from 'react'
import { services } from '@/app/services'
import type { Actor } from '@/lib/domain/actor'
import { actorFromSession } from '@/lib/auth/session-actor'

/** Who asks, looked up again for every request: a session ends the moment its user is disabled. */
export const currentActor = cache((): Promise<Actor | null> => actorFromSession(services()))

/** Who asks; whoever is not signed in is sent to do so. For pages. */
export async function requireActor(): Promise<Actor> {
  return (await currentActor()) ?? redirect('/sign-in')
}

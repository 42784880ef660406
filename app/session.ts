import { redirect } from 'next/navigation'
import { cache } from 'react'
import { signedIn } from '@/app/signed-in'
import type { Actor } from '@/lib/domain/actor'

/** Who asks, looked up again for every request: a session ends the moment its user is disabled. */
export const currentActor = cache(async (): Promise<Actor | null> => (await signedIn())?.actor ?? null)

/** Who asks; whoever is not signed in is sent to do so. For pages. */
export async function requireActor(): Promise<Actor> {
  return (await currentActor()) ?? redirect('/sign-in')
}

import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { vi } from 'vitest'
import { webEnvironment } from '@/app/services'
import { toTokenClaims } from '@/lib/auth/session-claims'
import { sessionCookie } from '@/lib/auth/session-cookie'
import type { Actor } from '@/lib/domain/actor'

/** The browser's cookies. A test file that uses this mocks `next/headers` with `headersOfBrowser`. */
const jar = new Map<string, string>()

/** Stands for `next/headers`, which answers only inside of Next's own server. */
export function headersOfBrowser() {
  return {
    cookies: vi.fn(async () => ({
      get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
      set: (name: string, value: string) => jar.set(name, value),
    })),
    headers: vi.fn(async () => new Headers()),
  }
}

/** From now on the browser's requests are this person's; null's are nobody's. */
export async function browseAs(actor: Pick<Actor, 'userId'> | null): Promise<void> {
  jar.clear()
  if (actor === null) return
  if (actor.userId === null) throw new Error('Only people have sessions.')
  const { publicUrl, secret } = webEnvironment()
  const token = toTokenClaims({ userId: actor.userId, sessionId: randomUUID(), version: 1 })
  jar.set(sessionCookie(publicUrl).name, await encode({ token, secret }))
}

import type { AuthOptions } from 'next-auth'
import { services, webEnvironment } from '@/app/services'
import { authOptions as makeAuthOptions } from '@/lib/auth/options'

let made: AuthOptions | null = null

/** next-auth's options for this web process. */
export function authOptions(): AuthOptions {
  made ??= make()
  return made
}

function make(): AuthOptions {
  // next-auth takes its own address only from the environment. With a public address it is that one;
  // without, the host that the request names, so that localhost and 127.0.0.1 both work.
  const isPublic = Boolean(process.env.SHIPCLOCK_URL?.trim())
  if (isPublic) process.env.NEXTAUTH_URL = webEnvironment().publicUrl
  else process.env.AUTH_TRUST_HOST = 'true'
  return makeAuthOptions(services(), webEnvironment())
}

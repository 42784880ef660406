import { randomUUID } from 'node:crypto'
import type { Account, AuthOptions, User } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { parseEmailAddress } from '@/lib/domain/email-address'
import type { WebEnvironment } from '@/lib/env'
import { log } from '@/lib/log'
import type { Database } from '@/lib/postgres/database'
import { endSession } from '@/lib/postgres/ended-sessions'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
import { type UserRecord, userByEmail, userById } from '@/lib/postgres/users'
import { signInErrorCode } from '@/lib/refusals/sign-in-error'
import { clientAddress } from './client-address'
import { oauthProviders } from './oauth-providers'
import { ofTokenClaims, SESSION_SECONDS, toTokenClaims } from './session-claims'
import { sessionCookie } from './session-cookie'
import { type SignInAttempt, signIn } from './sign-in'

interface AuthServices {
  database: Database
}

const SIGN_IN_PAGE = '/sign-in'

/** How next-auth signs people in and out. What a session may do is decided in `session-actor.ts`. */
export function authOptions(services: AuthServices, environment: WebEnvironment): AuthOptions {
  return {
    secret: environment.secret,
    pages: { signIn: SIGN_IN_PAGE, error: SIGN_IN_PAGE, signOut: SIGN_IN_PAGE },
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: environment.publicUrl.startsWith('https://'),
    cookies: { sessionToken: sessionCookie(environment.publicUrl) },
    providers: [credentials(services), ...oauthProviders(environment.oauth)],
    callbacks: {
      signIn: ({ user, account }) => allow(services, user, account),
      jwt: async ({ token, user, account }) => (user ? newToken(services, user, account) : token),
      // The browser has no use for anything that a session says.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: ({ token }) => signOut(services, token) },
    logger: {
      // Of what went wrong only the kind and the error: the rest can hold a provider's tokens.
      error: (code, metadata) => log.error({ code, error: errorIn(metadata) }, 'request.failed'),
      warn: () => undefined,
      debug: () => undefined,
    },
  }
}

function credentials(services: AuthServices) {
  return CredentialsProvider({
    name: 'Password',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    async authorize(given, request) {
      const attempt = {
        email: given?.email ?? '',
        password: given?.password ?? '',
        address: clientAddress(request.headers),
      }
      return { id: (await signInOrThrow(services, attempt)).id }
    },
  })
}

/** next-auth shows the message of whatever is thrown here to the browser: it is always one of our codes. */
async function signInOrThrow(services: AuthServices, attempt: SignInAttempt): Promise<UserRecord> {
  const result = await signIn(services, attempt).catch((error: unknown) => {
    log.error({ error }, 'request.failed')
    throw new Error(error instanceof DatabaseUnavailable ? 'Unavailable' : 'Failed')
  })
  if (!result.ok) throw new Error(signInErrorCode(result.refusal))
  return result.value
}

/** True, or the address that says why not. Passwords were judged before. */
async function allow(services: AuthServices, user: User, account: Account | null): Promise<true | string> {
  if (account?.provider === 'credentials') return true
  const email = parseEmailAddress(user.email ?? '')
  if (email === null) return `${SIGN_IN_PAGE}?error=NoVerifiedEmail`
  const known = await services.database.asSystem((database) => userByEmail(database, email))
  if (known === null) return `${SIGN_IN_PAGE}?error=UnknownUser`
  return known.disabledAt === null ? true : `${SIGN_IN_PAGE}?error=Disabled`
}

/** The token of a new session. Only what identifies it goes in: names and roles change. */
async function newToken(services: AuthServices, user: User, account: Account | null) {
  const record = await services.database.asSystem((database) =>
    account?.provider === 'credentials'
      ? userById(database, user.id)
      : userByEmail(database, parseEmailAddress(user.email ?? '') ?? ''),
  )
  if (record === null) throw new Error('The user who signed in is gone.')
  return toTokenClaims({ userId: record.id, sessionId: randomUUID(), version: record.sessionVersion })
}

async function signOut(services: AuthServices, token: unknown): Promise<void> {
  const claims = ofTokenClaims(token)
  if (claims === null) return
  await services.database.asSystem(async (database) => {
    const now = await database.now()
    // A copy of the cookie can have been renewed until this moment.
    const endsAt = new Date(now.getTime() + SESSION_SECONDS * 1000)
    await endSession(database, { id: claims.sessionId, endsAt, now })
  })
}

function errorIn(metadata: unknown): unknown {
  if (metadata instanceof Error) return metadata
  return typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'error') : undefined
}

import type { AuthOptions } from 'next-auth'
import GithubProvider from 'next-auth/providers/github'
import GoogleProvider from 'next-auth/providers/google'
import { z } from 'zod'
import type { WebEnvironment } from '@/lib/env'

type Provider = AuthOptions['providers'][number]
type OAuthSettings = WebEnvironment['oauth']
type OidcSettings = NonNullable<OAuthSettings['oidc']>

/** Of an OpenID Connect provider, Google included. Some send the flag as text. */
const openIdProfile = z.object({
  sub: z.string(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.literal(['true', 'false'])]).optional(),
})

/** https://docs.github.com/en/rest/users/emails */
const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/**
 * The sign-in providers whose variables are set. Each answers an e-mail address only if the provider
 * has verified it: the address is what decides whose account it is.
 */
export function oauthProviders(oauth: OAuthSettings): Provider[] {
  return [
    ...(oauth.github === null ? [] : [github(oauth.github)]),
    ...(oauth.google === null ? [] : [google(oauth.google)]),
    ...(oauth.oidc === null ? [] : [openIdConnect(oauth.oidc)]),
  ]
}

function github(client: NonNullable<OAuthSettings['github']>): Provider {
  return GithubProvider({
    ...client,
    userinfo: {
      url: 'https://api.github.com/user',
      // next-auth's own takes the public address of the profile, which may be unverified.
      async request({ client: connection, tokens }) {
        const accessToken = tokens.access_token ?? ''
        const profile = await connection.userinfo(accessToken)
        return { ...profile, email: await verifiedGithubEmail(accessToken) }
      },
    },
    profile: (profile) => ({ id: String(profile.id), email: profile.email }),
  })
}

async function verifiedGithubEmail(accessToken: string): Promise<string | undefined> {
  const answer = await fetch('https://api.github.com/user/emails', {
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.timeout(10_000),
  })
  if (!answer.ok) return undefined
  const emails = githubEmails.parse(await answer.json())
  return emails.find(({ primary, verified }) => primary && verified)?.email
}

function google(client: NonNullable<OAuthSettings['google']>): Provider {
  return GoogleProvider({ ...client, profile: ofOpenIdProfile })
}

function openIdConnect({ name, issuer, ...client }: OidcSettings): Provider {
  return {
    ...client,
    id: 'oidc',
    name,
    type: 'oauth',
    issuer,
    wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state'],
    userinfo: {
      // Not every provider puts the address into the id token; all answer it here.
      async request({ client: connection, tokens }) {
        const accessToken = tokens.access_token ?? ''
        const claims = openIdProfile.parse(readClaims(tokens.id_token))
        if (claims.email !== undefined) return claims
        // The subject of both must be the same one.
        const answered = await connection.userinfo(accessToken, { params: {} })
        return answered.sub === claims.sub ? answered : claims
      },
    },
    profile: ofOpenIdProfile,
  }
}

/** Of an id token whose signature was checked when it came in. */
function readClaims(idToken: string | undefined): unknown {
  const payload = idToken?.split('.')[1] ?? ''
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
}

function ofOpenIdProfile(answered: unknown): { id: string; email: string | null } {
  const profile = openIdProfile.parse(answered)
  const verified = profile.email_verified === true || profile.email_verified === 'true'
  return { id: profile.sub, email: verified ? (profile.email ?? null) : null }
}

import { afterEach, describe, expect, test, vi } from 'vitest'
import { oauthProviders } from '@/lib/auth/oauth-providers'

const client = { clientId: 'id', clientSecret: 'secret' }
const oidc = { ...client, issuer: 'https://login.example.com/', name: 'Example' }

afterEach(() => vi.unstubAllGlobals())

/** What a provider makes of the profile that it was answered. */
async function profileOf(oauth: Parameters<typeof oauthProviders>[0], answered: object): Promise<unknown> {
  const [provider] = oauthProviders(oauth)
  const settings: unknown = { ...provider, ...Reflect.get(provider ?? {}, 'options') }
  const profile: unknown = Reflect.get(Object(settings), 'profile')
  return typeof profile === 'function' ? profile(answered) : null
}

describe('sign-in providers', () => {
  test('are those whose variables are set', () => {
    expect(oauthProviders({ github: null, google: null, oidc: null })).toEqual([])
    const all = oauthProviders({ github: client, google: client, oidc })
    expect(all.map(({ id, name }) => [id, name])).toEqual([
      ['github', 'GitHub'],
      ['google', 'Google'],
      ['oidc', 'Example'],
    ])
    expect(all[2]).toMatchObject({
      wellKnown: 'https://login.example.com/.well-known/openid-configuration',
      checks: ['pkce', 'state'],
    })
  })

  test.each([
    [{ email: 'ada@example.com', email_verified: true }, 'ada@example.com'],
    [{ email: 'ada@example.com', email_verified: 'true' }, 'ada@example.com'],
    [{ email: 'ada@example.com', email_verified: false }, null],
    [{ email: 'ada@example.com', email_verified: 'false' }, null],
    [{ email: 'ada@example.com' }, null],
    [{ email_verified: true }, null],
  ])('of %j believe the address %s', async (claims, email) => {
    const answered = { sub: '42', ...claims }

    expect(await profileOf({ github: null, google: client, oidc: null }, answered)).toEqual({
      id: '42',
      email,
    })
    expect(await profileOf({ github: null, google: null, oidc }, answered)).toEqual({ id: '42', email })
  })
})

describe('GitHub', () => {
  async function emailOf(emails: object[]): Promise<unknown> {
    vi.stubGlobal('fetch', async () => Response.json(emails))
    const [provider] = oauthProviders({ github: client, google: null, oidc: null })
    const userinfo: unknown = Reflect.get(Reflect.get(provider ?? {}, 'options'), 'userinfo')
    const request: unknown = Reflect.get(Object(userinfo), 'request')
    const connection = { userinfo: async () => ({ id: 42, email: 'public@example.com' }) }
    const context = { client: connection, tokens: { access_token: 't' } }
    const profile: unknown = typeof request === 'function' ? await request(context) : null
    return Reflect.get(Object(profile), 'email')
  }

  test('is believed the primary address, if it has verified it, and not the public one', async () => {
    const other = { email: 'other@example.com', primary: false, verified: true }

    expect(await emailOf([other, { email: 'ada@example.com', primary: true, verified: true }])).toBe(
      'ada@example.com',
    )
    expect(
      await emailOf([other, { email: 'ada@example.com', primary: true, verified: false }]),
    ).toBeUndefined()
    expect(await emailOf([])).toBeUndefined()
  })
})

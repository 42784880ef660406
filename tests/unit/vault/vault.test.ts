import { describe, expect, test } from 'vitest'
import {
  createVaultKeyPair,
  parseVaultPrivateKey,
  parseVaultPrivateKeys,
  parseVaultPublicKey,
  type VaultPrivateKey,
  type VaultPublicKey,
} from '@/lib/vault/keys'
import { openSecret, SecretUnreadable } from '@/lib/vault/open'
import { sealSecret } from '@/lib/vault/seal'
import { VAULT_SUITE } from '@/lib/vault/suite'

const HERE = { teamId: 'team-1', recordId: 'account-1' }
const CANARY = 'AKIACANARY7SECRET0KEY'
const SECRET = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: CANARY }

async function setup(): Promise<{ publicKey: VaultPublicKey; privateKey: VaultPrivateKey }> {
  const pair = await createVaultKeyPair()
  const publicKey = parseVaultPublicKey(pair.publicKey)
  const privateKey = parseVaultPrivateKey(pair.privateKey)
  if (!publicKey.ok || !privateKey.ok) throw new Error('a created key pair must parse')
  return { publicKey: publicKey.value, privateKey: privateKey.value }
}

describe('vault keys', () => {
  test('a created pair is two lines without spaces that name the same key', async () => {
    const pair = await createVaultKeyPair()
    expect(pair.publicKey).toMatch(/^shipclock-vault-pub-1\.[0-9a-f]{16}\.[A-Za-z0-9_-]{43}$/)
    expect(pair.privateKey).toMatch(/^shipclock-vault-priv-1\.[0-9a-f]{16}\.[A-Za-z0-9_-]{43}$/)
    expect(parseVaultPublicKey(pair.publicKey)).toMatchObject({ ok: true, value: { keyId: pair.keyId } })
    expect(parseVaultPrivateKey(pair.privateKey)).toMatchObject({ ok: true, value: { keyId: pair.keyId } })
  })

  test('two created pairs differ', async () => {
    const [one, two] = await Promise.all([createVaultKeyPair(), createVaultKeyPair()])
    expect(one.keyId).not.toBe(two.keyId)
    expect(one.privateKey).not.toBe(two.privateKey)
  })

  test('the private key in the place of the public one is refused by name, and not repeated', async () => {
    const pair = await createVaultKeyPair()
    const refused = parseVaultPublicKey(pair.privateKey)
    expect(refused).toMatchObject({ ok: false, refusal: { kind: 'malformed_vault_key' } })
    expect(refused.ok ? '' : refused.refusal.message).toContain('private vault key')
    expect(JSON.stringify(refused)).not.toContain(pair.privateKey.split('.')[2])
    expect(parseVaultPrivateKey(pair.publicKey)).toMatchObject({
      refusal: { message: expect.stringContaining('public vault key') },
    })
  })

  test.each([
    ['nothing', () => '', 'must start with'],
    ['another text', () => 'hunter2', 'must start with'],
    ['a key without its last part', (key: string) => key.split('.').slice(0, 2).join('.'), 'must look like'],
    ['a key with a part too many', (key: string) => `${key}.x`, 'must look like'],
    ['a key cut short', (key: string) => key.slice(0, -3), '32 bytes'],
    ['a key with a changed character', (key: string) => flipped(key, key.length - 5), 'damaged'],
    ['a key with another key id', (key: string) => flipped(key, key.indexOf('.') + 3), 'damaged'],
  ])('%s is refused with words that help', async (_what, spoil, words) => {
    const pair = await createVaultKeyPair()
    expect(parseVaultPublicKey(spoil(pair.publicKey))).toMatchObject({
      refusal: { message: expect.stringContaining(words) },
    })
    expect(parseVaultPrivateKey(spoil(pair.privateKey))).toMatchObject({
      refusal: { message: expect.stringContaining(words) },
    })
  })

  test('several private keys are read from one variable', async () => {
    const [one, two] = await Promise.all([createVaultKeyPair(), createVaultKeyPair()])
    const keys = parseVaultPrivateKeys(`${one.privateKey}, ${two.privateKey}\n`)
    expect(keys).toMatchObject({ ok: true, value: [{ keyId: one.keyId }, { keyId: two.keyId }] })
    expect(parseVaultPrivateKeys(' ')).toMatchObject({ ok: false })
    expect(parseVaultPrivateKeys(`${one.privateKey},nonsense`)).toMatchObject({ ok: false })
  })
})

describe('a sealed secret', () => {
  test('is opened by the private key, in its place', async () => {
    const { publicKey, privateKey } = await setup()
    const sealed = await sealSecret(publicKey, HERE, SECRET)
    expect(sealed.keyId).toBe(publicKey.keyId)
    expect(await openSecret([privateKey], HERE, sealed)).toEqual(SECRET)
  })

  test('survives being stored as JSON', async () => {
    const { publicKey, privateKey } = await setup()
    const stored = JSON.parse(JSON.stringify(await sealSecret(publicKey, HERE, SECRET)))
    expect(await openSecret([privateKey], HERE, stored)).toEqual(SECRET)
  })

  test('shows nothing of what is in it, in any spelling', async () => {
    const { publicKey } = await setup()
    const sealed = await sealSecret(publicKey, HERE, SECRET)
    const everything = [
      JSON.stringify(sealed),
      Buffer.from(sealed.ciphertext, 'base64url').toString('latin1'),
      Buffer.from(sealed.encapsulatedKey, 'base64url').toString('latin1'),
    ].join('\n')
    for (const spelling of spellingsOf(CANARY)) expect(everything).not.toContain(spelling)
  })

  test('sealed twice gives two different ciphertexts', async () => {
    const { publicKey } = await setup()
    const [one, two] = [await sealSecret(publicKey, HERE, SECRET), await sealSecret(publicKey, HERE, SECRET)]
    expect(one.ciphertext).not.toBe(two.ciphertext)
    expect(one.encapsulatedKey).not.toBe(two.encapsulatedKey)
  })

  test.each([
    ['another team', { teamId: 'team-2', recordId: 'account-1' }],
    ['another record', { teamId: 'team-1', recordId: 'account-2' }],
    ['a place whose joined ids read the same', { teamId: 'team-1","account', recordId: '-1' }],
  ])('moved to %s is refused', async (_where, elsewhere) => {
    const { publicKey, privateKey } = await setup()
    const sealed = await sealSecret(publicKey, HERE, SECRET)
    await expect(openSecret([privateKey], elsewhere, sealed)).rejects.toThrow(SecretUnreadable)
    await expect(openSecret([privateKey], elsewhere, sealed)).rejects.toThrow(/another team or record/)
  })

  test.each(['ciphertext', 'encapsulatedKey'] as const)('with a changed %s is refused', async (part) => {
    const { publicKey, privateKey } = await setup()
    const sealed = await sealSecret(publicKey, HERE, SECRET)
    const changed = { ...sealed, [part]: flipped(sealed[part], 5) }
    await expect(openSecret([privateKey], HERE, changed)).rejects.toThrow(SecretUnreadable)
  })

  test('is not opened by another key that claims its id', async () => {
    const [mine, other] = [await setup(), await setup()]
    const sealed = await sealSecret(mine.publicKey, HERE, SECRET)
    const impostor = { ...other.privateKey, keyId: mine.publicKey.keyId }
    await expect(openSecret([impostor], HERE, sealed)).rejects.toThrow(SecretUnreadable)
  })

  test('sealed to a key that is not here is refused by naming that key and the ones that are', async () => {
    const [mine, other] = [await setup(), await setup()]
    const sealed = await sealSecret(mine.publicKey, HERE, SECRET)
    const opening = openSecret([other.privateKey], HERE, sealed)
    await expect(opening).rejects.toThrow(mine.publicKey.keyId)
    await expect(openSecret([other.privateKey], HERE, sealed)).rejects.toThrow(other.privateKey.keyId)
    await expect(openSecret([], HERE, sealed)).rejects.toThrow('it has none')
  })

  test('is still opened by the old key while keys are rotated', async () => {
    const [old, fresh] = [await setup(), await setup()]
    const sealed = await sealSecret(old.publicKey, HERE, SECRET)
    expect(await openSecret([fresh.privateKey, old.privateKey], HERE, sealed)).toEqual(SECRET)
  })
})

/**
 * RFC 9180 A.1.1 publishes DHKEM(X25519, HKDF-SHA256) with AES-128-GCM; the derivation of its key
 * pair and the encapsulation are those of our suite too, which differs in the cipher only.
 * https://www.rfc-editor.org/rfc/rfc9180.html#appendix-A.1.1
 */
describe('the suite', () => {
  test('is the one that the stored keys stand for: KEM 0x0020, KDF 0x0001, AEAD 0x0002', () => {
    expect([VAULT_SUITE.kem.id, VAULT_SUITE.kdf.id, VAULT_SUITE.aead.id]).toEqual([0x20, 0x01, 0x02])
  })

  test('derives the recipient key pair of RFC 9180 A.1.1', async () => {
    const ikmR = hex('6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037')
    const pair = await VAULT_SUITE.kem.deriveKeyPair(ikmR)
    const publicRaw = await VAULT_SUITE.kem.serializePublicKey(pair.publicKey)
    expect(Buffer.from(publicRaw).toString('hex')).toBe(
      '3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d',
    )
  })

  test('finds the shared secret of RFC 9180 A.1.1 from the encapsulated key', async () => {
    const recipientKey = await VAULT_SUITE.kem.deserializePrivateKey(
      hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
    )
    const shared = await VAULT_SUITE.kem.decap({
      recipientKey,
      enc: hex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
    })
    expect(Buffer.from(shared).toString('hex')).toBe(
      'fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc',
    )
  })
})

function hex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

function flipped(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1)
}

function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    bytes.toString('base64').slice(0, 20),
    bytes.toString('base64url').slice(0, 20),
    bytes.toString('hex'),
    encodeURIComponent(secret),
  ]
}

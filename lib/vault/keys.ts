import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** What seals: the web process and the worker both have it. `keyId` follows from `raw`. */
export interface VaultPublicKey {
  keyId: string
  raw: Uint8Array<ArrayBuffer>
}

/** What opens: only the worker has it. */
export interface VaultPrivateKey {
  keyId: string
  raw: Uint8Array<ArrayBuffer>
}

/** The message is one line that never contains any part of the text that was refused. */
export interface MalformedVaultKey {
  kind: 'malformed_vault_key'
  message: string
}

const PUBLIC_PREFIX = 'shipclock-vault-pub-1'
const PRIVATE_PREFIX = 'shipclock-vault-priv-1'
const X25519_KEY_BYTES = 32
/** What precedes the 32 bytes of an X25519 private key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_X25519_HEADER = Buffer.from('302e020100300506032b656e04220420', 'hex')

/**
 * A new X25519 key pair as two printable lines without spaces, fit for environment variables:
 * `<prefix>.<key id>.<base64url of 32 bytes>`.
 */
export async function createVaultKeyPair(): Promise<{
  keyId: string
  publicKey: string
  privateKey: string
}> {
  const { privateKey } = generateKeyPairSync('x25519')
  const privateRaw = base64urlBytes(privateKey.export({ format: 'jwk' }).d ?? '')
  const publicRaw = publicKeyOf(privateRaw)
  const keyId = keyIdOf(publicRaw)
  return {
    keyId,
    publicKey: printKey(PUBLIC_PREFIX, keyId, publicRaw),
    privateKey: printKey(PRIVATE_PREFIX, keyId, privateRaw),
  }
}

/** Reads what `createVaultKeyPair` printed as `publicKey`. */
export function parseVaultPublicKey(text: string): Result<VaultPublicKey, MalformedVaultKey> {
  const parts = readKey(PUBLIC_PREFIX, text)
  if (!parts.ok) return parts
  return parts.value.keyId === keyIdOf(parts.value.raw) ? parts : refuse(DAMAGED)
}

/** Reads what `createVaultKeyPair` printed as `privateKey`. */
export function parseVaultPrivateKey(text: string): Result<VaultPrivateKey, MalformedVaultKey> {
  const parts = readKey(PRIVATE_PREFIX, text)
  if (!parts.ok) return parts
  return parts.value.keyId === keyIdOf(publicKeyOf(parts.value.raw)) ? parts : refuse(DAMAGED)
}

/**
 * Several private keys separated by commas or white space: while keys are rotated the worker holds
 * the old one, which opens what was sealed before, beside the new one.
 */
export function parseVaultPrivateKeys(text: string): Result<VaultPrivateKey[], MalformedVaultKey> {
  const keys: VaultPrivateKey[] = []
  for (const part of text.split(/[\s,]+/).filter((item) => item !== '')) {
    const key = parseVaultPrivateKey(part)
    if (!key.ok) return key
    keys.push(key.value)
  }
  return keys.length > 0 ? accept(keys) : refuse(malformed('It is empty.'))
}

const DAMAGED = malformed('It is damaged: its key id does not belong to it. Was it cut or mistyped?')

function readKey(prefix: string, text: string): Result<VaultPublicKey, MalformedVaultKey> {
  const [actualPrefix, keyId, encoded, ...rest] = text.trim().split('.')
  if (actualPrefix !== prefix) return refuse(malformed(wrongPrefix(prefix, actualPrefix)))
  if (keyId === undefined || encoded === undefined || rest.length > 0) {
    return refuse(malformed(`It must look like ${prefix}.<key id>.<key>.`))
  }
  const raw = base64urlBytes(encoded)
  if (raw.length !== X25519_KEY_BYTES || Buffer.from(raw).toString('base64url') !== encoded) {
    return refuse(malformed(`Its last part must be ${X25519_KEY_BYTES} bytes in base64url.`))
  }
  return accept({ keyId, raw })
}

/** The commonest mistake is to swap the two variables; say so rather than "malformed". */
function wrongPrefix(expected: string, actual: string | undefined): string {
  if (actual === PRIVATE_PREFIX) return 'This is a private vault key; the public one belongs here.'
  if (actual === PUBLIC_PREFIX) return 'This is a public vault key; the private one belongs here.'
  return `It must start with ${expected} (npm run -s shipclock -- keys create makes a pair).`
}

function malformed(message: string): MalformedVaultKey {
  return { kind: 'malformed_vault_key', message }
}

function printKey(prefix: string, keyId: string, raw: Uint8Array): string {
  return `${prefix}.${keyId}.${Buffer.from(raw).toString('base64url')}`
}

/** 64 bits of SHA-256: enough to tell a handful of keys apart, and it finds a mistyped key. */
function keyIdOf(publicRaw: Uint8Array): string {
  return createHash('sha256').update(publicRaw).digest('hex').slice(0, 16)
}

function publicKeyOf(privateRaw: Uint8Array): Uint8Array<ArrayBuffer> {
  const der = Buffer.concat([PKCS8_X25519_HEADER, privateRaw])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return base64urlBytes(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '')
}

function base64urlBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'base64url'))
}

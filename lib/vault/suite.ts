import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'

/**
 * HPKE (RFC 9180) base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. All of it is
 * Web Cryptography, native in Node. A sealed secret does not name its suite: the version in
 * the key's prefix (`shipclock-vault-pub-1`) stands for it.
 */
export const VAULT_SUITE = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

/** Where a secret belongs. It is bound into the ciphertext: moved elsewhere, it can't be opened. */
export interface SecretPlace {
  teamId: string
  recordId: string
}

/** Separates this use of the key from any other that may come. */
export const VAULT_INFO = bytesOf('shipclock vault 1')

/** JSON of an array, so that no two different places can give the same bytes. */
export function placeBytes(place: SecretPlace): Uint8Array<ArrayBuffer> {
  return bytesOf(JSON.stringify([place.teamId, place.recordId]))
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'utf8'))
}

import type { SealedSecret } from '@/lib/ports/rollouts'
import type { VaultPublicKey } from './keys'
import { placeBytes, type SecretPlace, VAULT_INFO, VAULT_SUITE } from './suite'

/**
 * Seals `plaintext` (as JSON) to the worker's key, bound to its place. Who seals cannot open: this is
 * all that the web process can do.
 */
export async function sealSecret(
  publicKey: VaultPublicKey,
  place: SecretPlace,
  plaintext: object,
): Promise<SealedSecret> {
  const recipientPublicKey = await VAULT_SUITE.kem.deserializePublicKey(publicKey.raw)
  const message = Uint8Array.from(Buffer.from(JSON.stringify(plaintext), 'utf8'))
  const { enc, ct } = await VAULT_SUITE.seal(
    { recipientPublicKey, info: VAULT_INFO },
    message,
    placeBytes(place),
  )
  return {
    keyId: publicKey.keyId,
    encapsulatedKey: Buffer.from(enc).toString('base64url'),
    ciphertext: Buffer.from(ct).toString('base64url'),
  }
}

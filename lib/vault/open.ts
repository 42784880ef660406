import type { SealedSecret } from '@/lib/ports/rollouts'
import type { VaultPrivateKey } from './keys'
import { placeBytes, type SecretPlace, VAULT_INFO, VAULT_SUITE } from './suite'

/** A sealed secret can't be opened here. The message is fit for people and holds nothing secret. */
export class SecretUnreadable extends Error {
  override name = 'SecretUnreadable'
}

/**
 * Opens what `sealSecret` sealed for the same place and answers the parsed JSON, still of unknown
 * shape. Only the worker may import this module.
 *
 * Throws `SecretUnreadable` when the key is not among `privateKeys`, or when the secret was changed
 * or belongs to another team or record.
 */
export async function openSecret(
  privateKeys: readonly VaultPrivateKey[],
  place: SecretPlace,
  sealed: SealedSecret,
): Promise<unknown> {
  const privateKey = privateKeys.find((key) => key.keyId === sealed.keyId)
  if (privateKey === undefined) throw new SecretUnreadable(unknownKeyMessage(privateKeys, sealed.keyId))
  return parse(await decrypt(privateKey, place, sealed), place)
}

/** The parser's own error quotes what it read, so it must not get out, not even as a cause. */
function parse(plaintext: ArrayBuffer, place: SecretPlace): unknown {
  try {
    return JSON.parse(Buffer.from(plaintext).toString('utf8'))
  } catch {
    throw new SecretUnreadable(
      `The secret of record ${place.recordId} is not JSON. Store the credentials again.`,
    )
  }
}

async function decrypt(
  privateKey: VaultPrivateKey,
  place: SecretPlace,
  sealed: SealedSecret,
): Promise<ArrayBuffer> {
  try {
    const recipientKey = await VAULT_SUITE.kem.deserializePrivateKey(privateKey.raw)
    return await VAULT_SUITE.open(
      { recipientKey, info: VAULT_INFO, enc: Buffer.from(sealed.encapsulatedKey, 'base64url') },
      Buffer.from(sealed.ciphertext, 'base64url'),
      placeBytes(place),
    )
  } catch (error) {
    throw new SecretUnreadable(
      `The secret of record ${place.recordId} can't be opened: it was changed, or sealed for another team or record. Store the credentials again.`,
      { cause: error },
    )
  }
}

function unknownKeyMessage(privateKeys: readonly VaultPrivateKey[], keyId: string): string {
  const known = privateKeys.map((key) => key.keyId).join(', ') || 'none'
  return `The credentials were sealed to the vault key ${keyId}, which this worker does not have (it has ${known}). Add it to SHIPCLOCK_VAULT_PRIVATE_KEY, or store the credentials again.`
}

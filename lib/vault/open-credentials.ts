import { z } from 'zod'
import type { CloudAccountAccess } from '@/lib/ports/rollouts'
import { parseVaultPrivateKeys } from './keys'
import { openSecret } from './open'

/** What is sealed for a cloud account with stored keys. */
export const storedKeysSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() })

export type StoredKeys = z.infer<typeof storedKeysSchema>

/** Opens the stored keys of cloud accounts. `privateKeys` as in SHIPCLOCK_VAULT_PRIVATE_KEY; only the worker has it. */
export function openCredentials(
  privateKeys: string,
): (account: Pick<CloudAccountAccess, 'id' | 'teamId' | 'credentials'>) => Promise<StoredKeys> {
  const keys = parseVaultPrivateKeys(privateKeys)
  if (!keys.ok) throw new Error(`SHIPCLOCK_VAULT_PRIVATE_KEY: ${keys.refusal.message}`)
  return async (account) => {
    if (account.credentials.kind !== 'static')
      throw new Error(`Cloud account ${account.id} has no stored keys.`)
    const place = { teamId: account.teamId, recordId: account.id }
    return storedKeysSchema.parse(await openSecret(keys.value, place, account.credentials.sealed))
  }
}

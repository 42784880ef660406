import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { createVaultKeyPair } from '@/lib/vault/keys'

const keptShape = z.object({
  SHIPCLOCK_SECRET: z.string(),
  SHIPCLOCK_VAULT_PUBLIC_KEY: z.string(),
  SHIPCLOCK_VAULT_PRIVATE_KEY: z.string(),
})

/** Secrets by the names of the variables that they stand in for. */
export type KeptSecrets = z.infer<typeof keptShape>

const secretsFile = (dataDir: string) => join(dataDir, 'secrets.json')

/**
 * The secrets of an installation with the embedded PostgreSQL, kept beside its data and made when missing.
 * Whoever has the folder has both anyway; with a database of one's own they are given from outside.
 */
export async function keptSecrets(dataDir: string): Promise<KeptSecrets> {
  const file = secretsFile(dataDir)
  if (existsSync(file)) return keptShape.parse(JSON.parse(readFileSync(file, 'utf8')))
  const pair = await createVaultKeyPair()
  const secrets = {
    SHIPCLOCK_SECRET: randomBytes(32).toString('base64url'),
    SHIPCLOCK_VAULT_PUBLIC_KEY: pair.publicKey,
    SHIPCLOCK_VAULT_PRIVATE_KEY: pair.privateKey,
  }
  // Whole or not at all: with half a file, all stored credentials would be lost.
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return secrets
}

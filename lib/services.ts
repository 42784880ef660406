import { failpointDecorators } from './failpoints/decorators'
import type { FailpointPlan } from './failpoints/failpoint'
import { type Database, openDatabase } from './postgres/database'
import { openWakeUps, type WakeUps } from './queue/wake-ups'
import { parseVaultPublicKey, type VaultPublicKey } from './vault/keys'

/** Everything that use cases and queries need of the outside. Made once per process. */
export interface Services {
  database: Database
  wakeUps: WakeUps
  /** Seals cloud credentials; only the worker can open them. */
  vaultPublicKey: VaultPublicKey
  /** Of the zone database that this process resolves local times with, e.g. `2026b`. */
  zoneDatabaseVersion: string
  /** Whether endpoints may be private addresses; see lib/net/address-guard. */
  allowPrivateEndpoints: boolean
}

export interface ServicesOptions {
  databaseUrl: string
  applicationName: string
  vaultPublicKey: string
  allowPrivateEndpoints: boolean
  maxConnections?: number
  /** Moves the database's clock, in milliseconds. Only tests set it. */
  clockOffsetMs?: () => number
  /** Armed only in tests of dying processes. */
  failpoints?: FailpointPlan | null
}

/** The composition root that web, worker, command line and tests share. Connects on first use. */
export function openServices(options: ServicesOptions): Services & { close(): Promise<void> } {
  const publicKey = parseVaultPublicKey(options.vaultPublicKey)
  if (!publicKey.ok) throw new Error(`SHIPCLOCK_VAULT_PUBLIC_KEY: ${publicKey.refusal.message}`)
  const plain = openDatabase({ url: options.databaseUrl, ...options })
  const database = failpointDecorators(options.failpoints).database(plain)
  const wakeUps = openWakeUps(options.databaseUrl)
  return {
    database,
    wakeUps,
    vaultPublicKey: publicKey.value,
    zoneDatabaseVersion: process.versions.tz ?? 'unknown',
    allowPrivateEndpoints: options.allowPrivateEndpoints,
    close: async () => {
      await wakeUps.close()
      await database.close()
    },
  }
}

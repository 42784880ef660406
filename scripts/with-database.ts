import { readDatabaseUrl, readStartEnvironment } from '@/lib/env'
import { CommandError } from '@/scripts/command-error'
import { takeDataFolder } from '@/scripts/data-folder.mjs'
import { type KeptSecrets, keptSecrets } from '@/scripts/kept-secrets'
import { migrateDatabase } from '@/scripts/migrate-database'
import { startPostgres } from '@/scripts/postgres'
import { readPostgresRecord } from '@/scripts/postgres-record'

/** What a command works on. */
export interface CommandDatabase {
  url: string
  /** Null with a database of one's own: then they are in the environment. */
  secrets: KeptSecrets | null
}

async function withOwnPostgres<T>(
  dataDir: string,
  work: (database: CommandDatabase) => Promise<T>,
): Promise<T> {
  const secrets = await keptSecrets(dataDir)
  const server = await startPostgres({ dataDir })
  try {
    await migrateDatabase(server.url)
    return await work({ url: server.url, secrets })
  } finally {
    await server.stop()
  }
}

/**
 * Gives a command the database that DATABASE_URL names, or the embedded one: that of the `npm start` which is
 * running on the data folder, else one that is started for as long as the command takes.
 */
export async function withDatabase<T>(work: (database: CommandDatabase) => Promise<T>): Promise<T> {
  const given = readDatabaseUrl(process.env)
  if (given !== null) return work({ url: given, secrets: null })
  const { dataDir } = readStartEnvironment(process.env)
  const release = await takeDataFolder(dataDir)
  try {
    if (release !== null) return await withOwnPostgres(dataDir, work)
    const record = readPostgresRecord(dataDir)
    if (record === null)
      throw new CommandError(`Another Shipclock is just starting on ${dataDir}: try again.`)
    return await work({ url: record.url, secrets: await keptSecrets(dataDir) })
  } finally {
    release?.()
  }
}

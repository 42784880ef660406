import { join } from 'node:path'
import pg from 'pg'
import { installQueue } from '@/lib/queue/install'
import { DatabaseUnusable } from '@/scripts/database-unusable'
import { clientConfig } from '@/scripts/database-url'
import { applyMigrations } from '@/scripts/migrations'

/** Of the project. */
export const prismaFolder = join(import.meta.dirname, '../prisma')

/** Any number that nobody else uses; ours alone, as Prisma's engine takes its own lock inside. */
const advisoryLock = 7_274_473

const oldestVersion = 140_000

async function connect(databaseUrl: string): Promise<pg.Client> {
  const config = clientConfig(databaseUrl)
  const client = new pg.Client(config)
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw DatabaseUnusable.unreachable(client, error)
  }
  return client
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const answer = await client.query<{ server_version_num: string; server_version: string }>(
    "select current_setting('server_version_num') server_version_num, current_setting('server_version') server_version",
  )
  const version = answer.rows[0]
  if (version && Number(version.server_version_num) >= oldestVersion) return
  throw DatabaseUnusable.tooOld(version?.server_version ?? 'unknown')
}

/**
 * Brings a database to what this version needs: our migrations, then the queue's. Safe to run from several
 * processes at once: the others wait, then find nothing to do.
 *
 * @returns the names of the migrations that were applied
 * @throws DatabaseUnusable when it cannot be reached or is too old
 */
export async function migrateDatabase(databaseUrl: string): Promise<string[]> {
  const client = await connect(databaseUrl)
  try {
    await refuseOldServer(client)
    await client.query('select pg_advisory_lock($1)', [advisoryLock])
    const applied = await applyMigrations(databaseUrl, prismaFolder)
    await installQueue(databaseUrl)
    return applied
  } finally {
    await client.end()
  }
}

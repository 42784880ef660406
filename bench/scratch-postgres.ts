import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase } from '@/scripts/migrate-database'
import { startPostgres } from '@/scripts/postgres'

/** Runs `work` on a PostgreSQL of its own, new and started as `npm start` does, and throws it away. */
export async function withScratchPostgres<Value>(
  work: (databaseUrl: string) => Promise<Value>,
): Promise<Value> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shipclock-bench-'))
  try {
    const postgres = await startPostgres({ dataDir })
    try {
      return await work(postgres.url)
    } finally {
      await postgres.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true })
  }
}

/** The same, migrated. */
export function withScratchShipclock<Value>(work: (databaseUrl: string) => Promise<Value>): Promise<Value> {
  return withScratchPostgres(async (databaseUrl) => {
    await migrateDatabase(databaseUrl)
    return work(databaseUrl)
  })
}

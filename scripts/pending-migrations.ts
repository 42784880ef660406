import type pg from 'pg'
import { prismaFolder } from '@/scripts/migrate-database'
import { migrationNames } from '@/scripts/prisma-folder'

/** Names of the migrations that this version has and the database has not. */
export async function pendingMigrations(client: pg.Client): Promise<string[]> {
  const table = await client.query<{ found: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as found",
  )
  const all = migrationNames(prismaFolder)
  if (table.rows[0]?.found !== true) return all
  const done = await client.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  const names = new Set(done.rows.map(({ name }) => name))
  return all.filter((name) => !names.has(name))
}

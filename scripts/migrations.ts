import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DiffTarget } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { clientConfig } from '@/scripts/database-url'
import {
  lockfile,
  migrationNames,
  migrationsFolder,
  type PrismaFolder,
  readMigrations,
  readSchema,
} from '@/scripts/prisma-folder'
import { withSchemaEngine } from '@/scripts/schema-engine'

const filters = { externalTables: [], externalEnums: [] }

/** Differences as SQL, empty when there are none. */
export interface Drift {
  /** What schema.prisma has beyond what the migrations make. */
  schemaAhead: string
  /** What would turn the database that the migrations make into the one that is there, reversed: what it lacks. */
  databaseDiffers: string
}

async function isUpToDate(config: pg.ClientConfig, folder: PrismaFolder): Promise<boolean> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    const table = await client.query("select to_regclass('_prisma_migrations') is not null as found")
    if (!table.rows[0]?.found) return false
    const done = await client.query<{ name: string }>(
      'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    )
    const names = new Set(done.rows.map((row) => row.name))
    return migrationNames(folder).every((name) => names.has(name))
  } finally {
    await client.end()
  }
}

/**
 * Applies what is pending and answers its names. Costs two statements, and no engine, when nothing is.
 * The caller holds a lock against a second one.
 */
export async function applyMigrations(databaseUrl: string, folder: PrismaFolder): Promise<string[]> {
  const config = clientConfig(databaseUrl)
  if (await isUpToDate(config, folder)) return []
  return withSchemaEngine(config, folder, async (engine) => {
    const applied = await engine.applyMigrations({ migrationsList: readMigrations(folder), filters })
    return applied.appliedMigrationNames
  })
}

/** The SQL from one state to the other, empty when they are the same. */
async function difference(
  databaseUrl: string,
  folder: PrismaFolder,
  from: DiffTarget,
  to: DiffTarget,
): Promise<string> {
  const result = await withSchemaEngine(clientConfig(databaseUrl), folder, (engine) =>
    engine.diff({ from, to, script: true, exitCode: true, filters }),
  )
  return result.exitCode === 0 ? '' : (result.stdout ?? '')
}

const madeByMigrations = (folder: PrismaFolder): DiffTarget => ({
  tag: 'migrations',
  ...readMigrations(folder),
})
const wantedBySchema = (folder: PrismaFolder): DiffTarget => ({
  tag: 'schemaDatamodel',
  ...readSchema(folder),
})
const inDatabase = (folder: PrismaFolder): DiffTarget => ({
  tag: 'schemaDatasource',
  ...readSchema(folder),
  configDir: folder,
})

/**
 * Writes the migration that brings the database from the existing migrations to schema.prisma. The SQL is a start:
 * policies, grants and hand-written constraints are added by its author.
 *
 * @param now gives the name its place in the order
 * @returns the new folder, or null when there is nothing to change
 */
export async function writeMigration(
  databaseUrl: string,
  folder: PrismaFolder,
  name: string,
  now: Date,
): Promise<string | null> {
  const sql = await difference(databaseUrl, folder, madeByMigrations(folder), wantedBySchema(folder))
  if (sql === '') return null
  const stamp = now.toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const target = join(migrationsFolder(folder), `${stamp}_${name}`)
  mkdirSync(target, { recursive: true })
  writeFileSync(join(migrationsFolder(folder), lockfile.path), lockfile.content)
  writeFileSync(join(target, 'migration.sql'), sql)
  return target
}

/** Compares schema.prisma with what the migrations make, and that with the database. */
export async function findDrift(databaseUrl: string, folder: PrismaFolder): Promise<Drift> {
  const migrations = madeByMigrations(folder)
  return {
    schemaAhead: await difference(databaseUrl, folder, migrations, wantedBySchema(folder)),
    databaseDiffers: await difference(databaseUrl, folder, inDatabase(folder), migrations),
  }
}

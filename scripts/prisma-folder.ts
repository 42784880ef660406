import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationList, SchemasContainer } from '@prisma/schema-engine-wasm/schema_engine_bg'

/** A folder with schema.prisma and migrations/, as Prisma's CLI lays it out. */
export type PrismaFolder = string

/** What Prisma's CLI keeps in migration_lock.toml; the engine wants it also before there is a first migration. */
export const lockfile = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' }

/** Where migrations are. */
export function migrationsFolder(folder: PrismaFolder): string {
  return join(folder, 'migrations')
}

/** The schema in the form that the engine takes. */
export function readSchema(folder: PrismaFolder): SchemasContainer {
  const path = join(folder, 'schema.prisma')
  return { files: [{ path, content: readFileSync(path, 'utf8') }] }
}

/** Names of the migrations, oldest first. */
export function migrationNames(folder: PrismaFolder): string[] {
  const migrations = migrationsFolder(folder)
  if (!existsSync(migrations)) return []
  const entries = readdirSync(migrations, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

/** All migrations in the form that the engine takes. */
export function readMigrations(folder: PrismaFolder): MigrationList {
  const baseDir = migrationsFolder(folder)
  return {
    baseDir,
    shadowDbInitScript: '',
    lockfile,
    migrationDirectories: migrationNames(folder).map((name) => {
      const value = readFileSync(join(baseDir, name, 'migration.sql'), 'utf8')
      return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } }
    }),
  }
}

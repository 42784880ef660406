import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrateDatabase, prismaFolder } from '@/scripts/migrate-database'
import { applyMigrations, findDrift, writeMigration } from '@/scripts/migrations'
import { findFreePort } from '@/scripts/port.mjs'
import { migrationNames } from '@/scripts/prisma-folder'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '@/tests/setup/database'

let database: TestDatabase

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const appliedNames = () => query('select migration_name as name from _prisma_migrations order by 1')
const namesOf = (folder: string) => migrationNames(folder).map((name) => ({ name }))

afterEach(() => database.drop())

describe("the project's migrations", () => {
  test('make an empty database into one that the schema describes exactly', async () => {
    database = await createEmptyDatabase()

    expect(await migrateDatabase(database.url)).toEqual(migrationNames(prismaFolder))
    expect(await findDrift(database.url, prismaFolder)).toEqual({ schemaAhead: '', databaseDiffers: '' })
  })

  test('are applied once, however often and by however many processes at once', async () => {
    database = await createEmptyDatabase()

    const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(database.url)))

    expect(applied.flat()).toEqual(migrationNames(prismaFolder))
    expect(await appliedNames()).toEqual(namesOf(prismaFolder))
  })

  test('do nothing to a database that has them', async () => {
    database = await createTestDatabase()

    expect(await migrateDatabase(database.url)).toEqual([])
  })

  test('install the queue, open to the roles that the processes work as', async () => {
    database = await createTestDatabase()

    const [row] = await query(
      `select has_table_privilege('shipclock_app', 'pgboss.job', 'insert') as app,
              has_table_privilege('shipclock_system', 'pgboss.job', 'insert') as system`,
    )
    expect(row).toEqual({ app: true, system: true })
  })

  test('leave out nobody who changes the database by hand: the difference is found', async () => {
    database = await createTestDatabase()
    await query('alter table teams add column by_hand text')

    const drift = await findDrift(database.url, prismaFolder)

    expect(drift.schemaAhead).toBe('')
    expect(drift.databaseDiffers).toContain('DROP COLUMN "by_hand"')
  })
})

describe('a new migration', () => {
  let folder: string

  const schema = (fields: string) =>
    `datasource db {\n  provider = "postgresql"\n}\n\nmodel Thing {\n  id Int @id\n${fields}}\n`

  const bySchema = (fields: string) => writeFile(join(folder, 'schema.prisma'), schema(fields))

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shipclock-migrations-'))
    database = await createEmptyDatabase()
    return () => rm(folder, { recursive: true })
  })

  test('is written from the schema, applied, and needed no longer', async () => {
    await bySchema('  name String\n')
    const first = await writeMigration(database.url, folder, 'things', new Date('2027-03-14T02:30:00Z'))
    await applyMigrations(database.url, folder)
    await bySchema('  name String\n  size Int?\n')

    const second = await writeMigration(database.url, folder, 'size', new Date('2027-03-14T02:31:00Z'))

    expect(first).toBe(join(folder, 'migrations/20270314023000_things'))
    expect(await readFile(join(second ?? '', 'migration.sql'), 'utf8')).toContain(
      'ADD COLUMN     "size" INTEGER',
    )
    expect(await applyMigrations(database.url, folder)).toEqual(['20270314023100_size'])
    expect(await writeMigration(database.url, folder, 'nothing', new Date('2027-03-14T02:32:00Z'))).toBeNull()
  })

  test('may hold functions and policies written by hand', async () => {
    await bySchema('')
    const made = await writeMigration(database.url, folder, 'things', new Date('2027-03-14T02:30:00Z'))
    const byHand = join(folder, 'migrations/20270314023100_policy')
    await mkdir(byHand)
    await writeFile(
      join(byHand, 'migration.sql'),
      `create function one() returns int language plpgsql as $$ begin perform 1; return 1; end; $$;
       alter table "Thing" enable row level security;
       create policy ones on "Thing" using (id = one());`,
    )

    expect(await applyMigrations(database.url, folder)).toHaveLength(made === null ? 0 : 2)
    expect(await findDrift(database.url, folder)).toEqual({ schemaAhead: '', databaseDiffers: '' })
    expect(await query('select policyname from pg_policies')).toEqual([{ policyname: 'ones' }])
  })

  test('that fails says which statement did, and leaves no shadow database', async () => {
    await bySchema('')
    const broken = join(folder, 'migrations/20270314023000_broken')
    await mkdir(broken, { recursive: true })
    await writeFile(join(broken, 'migration.sql'), 'alter table nowhere add column x int;')

    await expect(applyMigrations(database.url, folder)).rejects.toThrow(/nowhere/)
    await expect(
      writeMigration(database.url, folder, 'next', new Date('2027-03-14T02:31:00Z')),
    ).rejects.toThrow(/nowhere/)
    expect(await query("select datname from pg_database where datname like 'shipclock_shadow%'")).toEqual([])
    expect(await readdir(join(folder, 'migrations'))).toEqual(['20270314023000_broken'])
  })
})

describe('a database that cannot be used', () => {
  test('is refused in one line that names the place and the variable, and no password', async () => {
    database = await createEmptyDatabase()
    const port = await findFreePort()

    const failure = await migrateDatabase(`postgres://somebody:s3cret@localhost:${port}/away`).catch(
      (error: unknown) => error,
    )

    expect(failure).toBeInstanceOf(Error)
    expect(String(failure)).toMatch(new RegExp(`^[^\n]*localhost:${port}/away[^\n]*DATABASE_URL[^\n]*$`))
    expect(String(failure)).not.toContain('s3cret')
  })
})

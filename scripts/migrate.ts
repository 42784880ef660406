// npm run migrate                 applies what is pending
// npm run migrate -- new <name>   writes a migration from prisma/schema.prisma
// npm run migrate -- check        fails when schema, migrations and database differ
import { relative } from 'node:path'
import { CommandError } from '@/scripts/command-error'
import { migrateDatabase, prismaFolder } from '@/scripts/migrate-database'
import { findDrift, writeMigration } from '@/scripts/migrations'
import { runCommand } from '@/scripts/run-command'
import { withDatabase } from '@/scripts/with-database'

const say = (line: string) => void process.stdout.write(`${line}\n`)

async function deploy(): Promise<number> {
  const applied = await withDatabase(({ url }) => migrateDatabase(url))
  say(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`)
  return 0
}

async function writeNew(name: string | undefined): Promise<number> {
  if (!name || !/^[a-z0-9_]+$/.test(name)) {
    throw new CommandError(
      'A new migration needs a name of a-z, 0-9 and _, as in: npm run migrate -- new add_notes',
    )
  }
  const written = await withDatabase(({ url }) => writeMigration(url, prismaFolder, name, new Date()))
  say(
    written === null
      ? 'The migrations make the schema already.'
      : `Wrote ${relative('.', written)}/migration.sql.`,
  )
  return 0
}

async function check(): Promise<number> {
  const { schemaAhead, databaseDiffers } = await withDatabase(({ url }) => findDrift(url, prismaFolder))
  if (schemaAhead !== '') say(`schema.prisma has what no migration makes:\n${schemaAhead}`)
  if (databaseDiffers !== '')
    say(`The database is not what the migrations make; it would take:\n${databaseDiffers}`)
  if (schemaAhead !== '' || databaseDiffers !== '') return 1
  say('Schema, migrations and database agree.')
  return 0
}

async function migrate(): Promise<number> {
  const [command, name] = process.argv.slice(2)
  if (command === undefined) return deploy()
  if (command === 'new') return writeNew(name)
  if (command === 'check') return check()
  throw new CommandError(
    `There is no "npm run migrate -- ${command}": it takes nothing, "new <name>" or "check".`,
  )
}

await runCommand(migrate)

import { type Database, openDatabase } from '@/lib/postgres/database'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
import { CommandError } from '@/scripts/command-error'
import { connectTo } from '@/scripts/connect'
import { pendingMigrations } from '@/scripts/pending-migrations'
import { withDatabase } from '@/scripts/with-database'

/**
 * Gives a command the database, migrated; see `withDatabase` for which. It needs no other variable than
 * the database's address.
 *
 * @throws CommandError when it cannot be reached or lacks migrations
 */
export async function withMigratedDatabase<T>(
  work: (services: { database: Database }) => Promise<T>,
): Promise<T> {
  return withDatabase(async ({ url }) => {
    await refusePendingMigrations(url)
    const database = openDatabase({ url, applicationName: 'shipclock command', maxConnections: 2 })
    try {
      return await work({ database })
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw new CommandError(`${error.message} Try again.`)
      throw error
    } finally {
      await database.close()
    }
  })
}

async function refusePendingMigrations(url: string): Promise<void> {
  const client = await connectTo(url)
  try {
    const pending = await pendingMigrations(client)
    if (pending.length > 0)
      throw new CommandError('The database lacks migrations: run `npm run migrate` first.')
  } finally {
    await client.end()
  }
}

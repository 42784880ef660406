import pg from 'pg'
import { DatabaseUnusable } from '@/scripts/database-unusable'
import { clientConfig } from '@/scripts/database-url'

/** One connection, as whoever the address names. @throws DatabaseUnusable */
export async function connectTo(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ ...clientConfig(databaseUrl), connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    throw DatabaseUnusable.unreachable(client, error)
  }
}

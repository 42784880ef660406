import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { migrateDatabase } from '@/scripts/migrate-database'
import { startPostgres } from '@/scripts/postgres'

/** A PostgreSQL of a simulation's own. */
export interface ScratchPostgres {
  /** Makes another migrated, empty database. */
  database(name: string): Promise<string>
  stop(): Promise<void>
}

/** Nothing in it outlives the simulation, and nothing in the background may move rows about. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']

export async function startScratchPostgres(): Promise<ScratchPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shipclock-simulation-'))
  const server = await startPostgres({ dataDir, extraSettings: SETTINGS })
  await migrateDatabase(server.url)
  return {
    async database(name) {
      const address = new URL(server.url)
      const template = address.pathname.slice(1)
      address.pathname = '/postgres'
      const client = new Client({ connectionString: address.href })
      await client.connect()
      await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`)
      await client.end()
      address.pathname = `/${name}`
      return address.href
    },
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrateDatabase } from '@/scripts/migrate-database'
import { portObstacle } from '@/scripts/port.mjs'
import { startPostgres } from '@/scripts/postgres'
import { until } from './until'

/** A PostgreSQL of a test file's own, to be ended and started as a machine would. Migrated, empty. */
export interface OwnPostgres {
  /** The same after every start. */
  url: string
  /** SIGKILL ends it as a power cut would, SIGINT as an administrator's restart. */
  end(signal: 'SIGKILL' | 'SIGINT'): Promise<void>
  start(): Promise<void>
  /** As its administrator, who can also change what is set to read-only. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  remove(): Promise<void>
}

/** What the kernel was given is not lost with a process: the disk need not be waited for. */
const SETTINGS = ['fsync=off']

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shipclock-own-postgres-'))
  let server = await startPostgres({ dataDir, extraSettings: SETTINGS })
  const { url } = server
  await migrateDatabase(url)
  return {
    url,
    async end(signal) {
      process.kill(processIdOf(dataDir), signal)
      await server.ended
    },
    async start() {
      const port = Number(new URL(url).port)
      // What is left of a server that was killed notices a moment later.
      await until('the port to be free', async () => (await portObstacle(port, '127.0.0.1')) === null)
      server = await startPostgres({ dataDir, extraSettings: SETTINGS })
      if (server.url !== url) throw new Error(`PostgreSQL came back at ${server.url}.`)
    },
    sql: (text, values) => sqlOn(url, text, values),
    async remove() {
      await server.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

function processIdOf(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

/**
 * One statement on a connection of its own: nothing is left of it that an outage could break, and what is set
 * to read-only does not bind it.
 */
export async function sqlOn(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, options: '-c default_transaction_read_only=off' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

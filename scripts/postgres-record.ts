import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { findFreePort, portObstacle } from '@/scripts/port.mjs'

const recordShape = z.object({ password: z.string(), port: z.number().int(), url: z.string() })

/** What is kept of the embedded PostgreSQL beside its data, so that other commands find it. */
export type PostgresRecord = z.infer<typeof recordShape>

const database = 'shipclock'

const recordFile = (dataDir: string) => join(dataDir, 'postgres.json')

/** Null when no embedded PostgreSQL was ever started in this data folder. */
export function readPostgresRecord(dataDir: string): PostgresRecord | null {
  const file = recordFile(dataDir)
  if (!existsSync(file)) return null
  return recordShape.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** The password stays, and the port too while it is free, so that a tool once pointed at the URL still works. */
export async function renewPostgresRecord(dataDir: string): Promise<PostgresRecord> {
  const earlier = readPostgresRecord(dataDir)
  const password = earlier?.password ?? randomBytes(24).toString('base64url')
  const port =
    earlier !== null && (await portObstacle(earlier.port, '127.0.0.1')) === null
      ? earlier.port
      : await findFreePort()
  const record = { password, port, url: `postgres://postgres:${password}@127.0.0.1:${port}/${database}` }
  writeFileSync(recordFile(dataDir), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
  return record
}

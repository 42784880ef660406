// One PostgreSQL for the whole run, migrated once into a template that each test file clones.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '@/scripts/migrate-database'
import { type EmbeddedPostgres, startPostgres } from '@/scripts/postgres'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the migrated database that tests clone and must not connect to. */
    templateUrl: string
  }
}

interface Shared {
  users: number
  server: Promise<EmbeddedPostgres>
  dataDir: string
}

// Every project loads this file by itself: what they share has to live outside the module.
const shared: typeof globalThis & { shipclockTestPostgres?: Shared } = globalThis

/** Nothing here outlives the run, so nothing needs to reach the disk. */
const extraSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=400']

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dataDir, extraSettings })
  await migrateDatabase(server.url)
  return server
}

async function acquire(): Promise<Shared> {
  const current = shared.shipclockTestPostgres
  if (current) {
    current.users += 1
    return current
  }
  const dataDir = mkdtemp(join(tmpdir(), 'shipclock-test-'))
  const made = { users: 1, server: dataDir.then(start), dataDir: '' }
  shared.shipclockTestPostgres = made
  made.dataDir = await dataDir
  return made
}

async function release(current: Shared): Promise<void> {
  current.users -= 1
  if (current.users > 0) return
  delete shared.shipclockTestPostgres
  await (await current.server).stop()
  await rm(current.dataDir, { recursive: true })
}

/** Vitest's global set-up; the returned function is its teardown. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const current = await acquire()
  project.provide('templateUrl', (await current.server).url)
  return () => release(current)
}

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { makeNextVersion, type NextVersion } from '@/tests/setup/next-version'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'

const services = Array.from({ length: 12 }, (_, index) => `s${index}`)

let database: TestDatabase
let world: World
let next: NextVersion

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url, { services, rolloutSeconds: 4 })
  next = await makeNextVersion()
}, 120_000)
afterAll(async () => {
  await world.close()
  await next.remove()
  await database.drop()
})

const workersSeen = () => world.services.database.asSystem(({ client }) => client.workerProcess.count())

/** The new one lives before the old one is asked to go, as a rolling upgrade does it. */
async function replace(old: ChildProcess, folder?: string): Promise<ChildProcess> {
  const successor = world.startWorker({}, folder)
  await until('the new worker to live', async () => (await workersSeen()) === 2)
  old.kill('SIGTERM')
  const [code] = await once(old, 'exit')
  expect(code).toBe(0)
  return successor
}

test('the next version is rolled out and taken back under running deployments: none fails', async () => {
  let current = world.startWorker()
  await until('the worker to live', workersSeen)
  const ids: string[] = []
  const scheduleSome = async () => {
    for (const application of services.slice(ids.length, ids.length + 4)) {
      ids.push(await world.schedule({ application, inMs: 500 + ids.length * 100 }))
    }
  }
  await scheduleSome()
  // Expand: the column is there before anybody needs it.
  await next.migrate(database.url)
  current = await replace(current, next.folder)
  await scheduleSome()
  current = await replace(current)
  await scheduleSome()
  // Contract: nobody needs it any more.
  await dropColumn()

  for (const id of ids) {
    const ended = await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back', 'missed', 'skipped'])
    expect(ended).toMatchObject({ status: 'succeeded' })
  }
  for (const service of services) expect(world.rollouts(service)).toHaveLength(1)
})

async function dropColumn(): Promise<void> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query('ALTER TABLE deployments DROP COLUMN started_by_version')
  } finally {
    await client.end()
  }
}

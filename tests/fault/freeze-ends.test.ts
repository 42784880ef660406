import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFreeze } from '@/lib/use-cases/create-freeze'
import { deleteFreeze } from '@/lib/use-cases/delete-freeze'
import { updateFreeze } from '@/lib/use-cases/update-freeze'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted } from '@/tests/setup/fixtures'
import { createWorld, type World } from '@/tests/setup/world'

/** A worker's start on a crowded machine is part of it. */
const PATIENCE_MS = 60_000

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url)
  world.startWorker()
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const spanUntil = (endsAt: Date) => ({
  ...{ kind: 'once' as const, timezone: 'UTC', endsAt: endsAt.toISOString() },
  startsAt: new Date(Date.now() - 3_600_000).toISOString(),
})

async function freeze(): Promise<string> {
  const made = await createFreeze(world.services, world.team.admin, {
    ...{ effect: 'freeze', reason: 'Sale', environment: 'production', application: null },
    span: spanUntil(new Date(Date.now() + 3_600_000)),
  })
  return accepted(made).id
}

test('a deployment that is due in a freeze is held, and a worker starts it by itself when that has ended', async () => {
  const freezeId = await freeze()
  const id = await world.schedule({ application: 'api', inMs: 1_000, hold: true })
  await world.untilStatus(id, ['held'], PATIENCE_MS)
  expect(world.rollouts('api')).toEqual([])

  const endsAt = new Date(Date.now() + 4_000)
  accepted(await updateFreeze(world.services, world.team.admin, { id: freezeId, span: spanUntil(endsAt) }))
  const { startedAt } = await world.untilStatus(id, ['running', 'succeeded'], PATIENCE_MS)
  expect(startedAt?.getTime()).toBeGreaterThanOrEqual(endsAt.getTime())
  const changes = (await world.timeline(id)).flatMap(({ toStatus }) => toStatus ?? [])
  expect(changes.slice(0, 3)).toEqual(['scheduled', 'held', 'running'])
  await world.untilStatus(id, ['succeeded'], PATIENCE_MS)
  expect(world.rollouts('api')).toHaveLength(1)
})

test('a worker starts what is held when somebody deletes the freeze', async () => {
  const freezeId = await freeze()
  const id = await world.schedule({ application: 'web', inMs: 500, hold: true })
  await world.untilStatus(id, ['held'], PATIENCE_MS)
  accepted(await deleteFreeze(world.services, world.team.admin, { id: freezeId }))
  await world.untilStatus(id, ['succeeded'], PATIENCE_MS)
})

import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'

const STOPS = 4

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url)
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

/** Every look writes what it saw, so the run's count of wake-ups tells that somebody watches. */
const looks = async (id: string) => {
  const [run] = await world.services.database.asSystem(
    ({ client }) => client.$queryRaw<{ wake_up: number; step: string }[]>`
      SELECT wake_up, step::text FROM runs WHERE deployment_id = ${id}::uuid`,
  )
  return run ?? { wake_up: 0, step: 'none' }
}

test('SIGTERM at any moment of a long rollout: the worker leaves, calls nothing more, and the next one watches on', async () => {
  // Time stands still at ECS: the rollout lasts as long as the test wants.
  await world.control('clock', { mode: 'stepped' })
  let worker = world.startWorker()
  const id = await world.schedule({})
  await until('the rollout to be watched', async () => (await looks(id)).step === 'watch')
  const calls = world.sandbox.ledger().length

  for (let stop = 0; stop < STOPS; stop += 1) {
    const seen = (await looks(id)).wake_up
    // The moment varies by itself: sometimes between two looks, sometimes in the middle of one.
    await until('another look, or half a second', async () => (await looks(id)).wake_up > seen, 500).catch(
      () => null,
    )
    worker.kill('SIGTERM')
    const [code] = await once(worker, 'exit')
    expect(code).toBe(0)
    expect(world.sandbox.ledger()).toHaveLength(calls)
    const before = (await looks(id)).wake_up
    worker = world.startWorker()
    const watched = async () => {
      const { wake_up, step } = await looks(id)
      return wake_up > before || step === 'finished'
    }
    // Fifteen seconds, and what a crowded machine takes to start a process.
    await until('the next worker to watch on', watched, 30_000)
  }
  await world.control('clock', { mode: 'real' })
  const ended = await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back'], 90_000)
  expect(ended).toMatchObject({ status: 'succeeded' })
  expect(world.rollouts('web')).toHaveLength(1)
  const timeline = await world.timeline(id)
  expect(timeline.filter(({ event }) => event === 'run.resumed')).toEqual([])
})

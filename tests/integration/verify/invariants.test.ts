import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { INVARIANTS } from '@/lib/postgres/invariants/all'
import { type Verification, verifyInvariants } from '@/lib/queries/verify-invariants'
import { createTestDatabase } from '@/tests/setup/database'
import { openTestServices } from '@/tests/setup/fixtures'
import { BREAKS, withIds } from './breaks'
import { createHealthyWorld, type HealthyWorld } from './healthy-world'

let world: HealthyWorld

beforeAll(async () => {
  world = await createHealthyWorld()
})
afterAll(() => world.database.drop())

/** Breaks a copy of the healthy world by hand, past every rule, and verifies it as of when the worker stopped. */
async function verifyBroken(statements: string): Promise<Verification> {
  const database = await createTestDatabase(world.database.url)
  const owner = new pg.Client({ connectionString: database.url })
  const clockOffsetMs = () => world.at.getTime() - Date.now()
  const services = await openTestServices(database.url, { clockOffsetMs })
  try {
    await owner.connect()
    await owner.query(statements)
    return await verifyInvariants(services)
  } finally {
    await owner.end()
    await services.close()
    await database.drop()
  }
}

/** Names of what is broken, and whose rows they are. */
function brokenIn({ invariants }: Verification) {
  const ids = Object.entries(world.ids)
  return invariants
    .filter(({ count }) => count > 0)
    .map(({ name, first }) => ({
      name,
      whose: first.map(({ deploymentId }) => ids.find(([, id]) => id === deploymentId)?.[0] ?? null),
    }))
}

test('whatever use cases, worker and sandbox do, every invariant holds', async () => {
  const verification = await verifyBroken('')
  expect(brokenIn(verification)).toEqual([])
  expect(verification).toMatchObject({ faults: 0, invariants: INVARIANTS.map(({ name }) => ({ name })) })
})

describe('a row that breaks an invariant is named, and no other', () => {
  test.each(BREAKS)('$name: $what', async ({ name, whose, sql }) => {
    expect(brokenIn(await verifyBroken(withIds(world.ids, sql)))).toEqual([{ name, whose: [whose] }])
  })

  test('one-run-per-service: both of two on one service', async () => {
    const verification = await verifyBroken(
      withIds(
        world.ids,
        `DROP INDEX runs_one_unfinished_per_service;
        UPDATE runs SET service_key = (SELECT service_key FROM runs WHERE deployment_id = '$busy')
        WHERE deployment_id = '$running'`,
      ),
    )
    expect(brokenIn(verification)).toMatchObject([{ name: 'one-run-per-service' }])
    expect(brokenIn(verification)[0]?.whose.toSorted()).toEqual(['busy', 'running'])
  })

  test('there is a way to break each of them, and each has a name of its own', () => {
    const names = INVARIANTS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set([...BREAKS.map(({ name }) => name), 'one-run-per-service'])).toEqual(new Set(names))
  })
})

test('a start that a worker has taken a moment ahead is in its hands, and no fault', async () => {
  const at = (ms: number) => `'${new Date(world.at.getTime() + ms).toISOString()}'`
  const taken = `UPDATE deployments SET due_at = ${at(10_000)} WHERE id = '$future';
    UPDATE pgboss.job SET start_after = ${at(14_000)}, output = '{"by": "a worker", "losses": 0}'
    WHERE id = ($future.wake_up_id)`
  expect(brokenIn(await verifyBroken(withIds(world.ids, taken)))).toEqual([])
  const notTaken = `${taken}; UPDATE pgboss.job SET output = NULL`
  expect(brokenIn(await verifyBroken(withIds(world.ids, notTaken)))).toMatchObject([
    { name: 'future-has-wake-up' },
  ])
})

test('a run whose step takes long is in the hands of the worker that has its lease, and no fault', async () => {
  const long = `UPDATE runs SET leased_by = 'a worker', lease_expires_at = now() + interval '10 seconds',
    next_wake_up_at = now() - interval '10 minutes' WHERE id = ($running.run_id)`
  expect(brokenIn(await verifyBroken(withIds(world.ids, long)))).toEqual([])
})

test('a wake-up with an older number than its run’s wakes nothing', async () => {
  const older = `UPDATE runs SET wake_up = wake_up + 1 WHERE id = ($running.run_id)`
  expect(brokenIn(await verifyBroken(withIds(world.ids, older)))).toEqual([
    { name: 'run-has-wake-up', whose: ['running'] },
    { name: 'no-idle-wake-ups', whose: ['running'] },
  ])
})

test('what is harmless is no fault', async () => {
  const idle = BREAKS.find(({ name }) => name === 'no-idle-wake-ups')?.sql ?? ''
  const { faults, invariants } = await verifyBroken(withIds(world.ids, idle))
  expect(faults).toBe(0)
  expect(invariants.find(({ name }) => name === 'no-idle-wake-ups')).toMatchObject({
    severity: 'note',
    count: 1,
  })
})

import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { readWorkerEnvironment } from '@/lib/env'
import { openLog } from '@/lib/log'
import { INVARIANTS } from '@/lib/postgres/invariants/all'
import { getMetrics } from '@/lib/queries/get-metrics'
import { verifyInvariants } from '@/lib/queries/verify-invariants'
import { repairWakeUp } from '@/lib/use-cases/repair-wake-up'
import { verifyAndRepair } from '@/lib/use-cases/verify-and-repair'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted } from '@/tests/setup/fixtures'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'
import { startHourlyVerify } from '@/worker/hourly-verify'
import { startWorker, type Worker } from '@/worker/worker'

const HOUR_MS = 3_600_000

let database: TestDatabase
let world: World
let owner: pg.Client
let worker: Worker | null

beforeEach(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url)
  owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  worker = null
})
afterEach(async () => {
  await worker?.stop()
  await owner.end()
  await world.close()
  await database.drop()
})

async function work(): Promise<void> {
  const variables = { DATABASE_URL: database.url, SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'true' }
  const environment = readWorkerEnvironment({ ...variables, ...world.services.vaultEnvironment })
  worker = await startWorker(environment, openLog('silent'))
}

const repair = () => verifyAndRepair(world.services, { everyMs: 0 })

async function broken(): Promise<string[]> {
  const { invariants } = await verifyInvariants(world.services)
  return invariants.filter(({ count }) => count > 0).map(({ name }) => name)
}

const messages = async (id: string) =>
  (await world.timeline(id))
    .filter(({ event }) => event === 'deployment.wake_up_repaired')
    .map(({ message }) => message)

describe('a lost wake-up', () => {
  test('of a deployment that is not due yet is asked for anew, its timeline says so, and it starts', async () => {
    const id = await world.schedule({ inMs: HOUR_MS })
    await owner.query('DELETE FROM pgboss.job')
    expect(await broken()).toEqual(['future-has-wake-up'])

    expect(await repair()).toMatchObject({ repaired: 1, faults: 0 })

    expect(await broken()).toEqual([])
    const { dueAt, wakeUpId } = await world.deployment(id)
    const { rows } = await owner.query('SELECT id, start_after FROM pgboss.job')
    expect(rows).toEqual([{ id: wakeUpId, start_after: dueAt }])
    expect(await messages(id)).toEqual([
      expect.stringMatching(/had been lost\. It has a new one, for .* UTC\+\d\.$/),
    ])

    // The hour has passed: the new wake-up is the only one that there is.
    await owner.query('UPDATE deployments SET due_at = now()')
    await owner.query('UPDATE pgboss.job SET start_after = now()')
    await work()
    await world.untilStatus(id, ['succeeded'])
    expect(await broken()).toEqual([])
  })

  test('of what waits is asked for anew, for now and for its start deadline', async () => {
    await world.control('next', { cluster: 'demo', service: 'web', outcome: 'slow', seconds: 600 })
    await work()
    const first = await world.schedule({})
    await world.untilStatus(first, ['running'])
    const second = await world.schedule({})
    await world.untilStatus(second, ['waiting'])
    await worker?.stop()
    worker = null
    await owner.query(`UPDATE deployments SET due_at = due_at - interval '10 minutes' WHERE id = $1`, [
      second,
    ])
    await owner.query(`DELETE FROM pgboss.job WHERE data ->> 'deploymentId' = $1`, [second])
    expect(await broken()).toEqual(['overdue-is-woken'])

    expect(await repair()).toMatchObject({ repaired: 1, faults: 0 })

    expect(await messages(second)).toEqual(['Its wake-up had been lost. It was woken now.'])
    const { wakeUpId } = await world.deployment(second)
    const { rows } = await owner.query(
      `SELECT j.id = $2 AS own, j.start_after <= now() AS rings_now, j.start_after - d.start_deadline_at AS after_deadline
       FROM pgboss.job j, deployments d
       WHERE d.id = $1 AND j.data ->> 'deploymentId' = $1::text ORDER BY j.start_after`,
      [second, wakeUpId],
    )
    expect(rows).toMatchObject([
      { own: false, rings_now: true },
      { own: true, after_deadline: { milliseconds: 1 } },
    ])
  })

  test('of a run’s next step is asked for anew with its number, and the run goes on to its end', async () => {
    await world.control('next', { cluster: 'demo', service: 'web', outcome: 'slow', seconds: 5 })
    await work()
    const id = await world.schedule({})
    await until('the rollout to be watched', async () => (await world.deployment(id)).runs[0]?.progress)
    await worker?.stop()
    await owner.query(`DELETE FROM pgboss.job WHERE name = 'run-step'`)
    expect(await broken()).toEqual(['run-has-wake-up'])

    expect(await repair()).toMatchObject({ repaired: 1, faults: 0 })

    expect(await messages(id)).toEqual([expect.stringContaining('for its next step had been lost')])
    const { rows } = await owner.query(
      `SELECT (j.data ->> 'number')::int = r.wake_up AS has_number FROM runs r, pgboss.job j WHERE j.name = 'run-step'`,
    )
    expect(rows).toEqual([{ has_number: true }])
    await work()
    await world.untilStatus(id, ['succeeded'])
  })

  test('that is there after all is left as it is', async () => {
    const deploymentId = await world.schedule({ inMs: HOUR_MS })
    const [invariant] = INVARIANTS
    if (invariant === undefined) throw new Error('There are no invariants.')
    const actor = workerActorOfTeam(world.team)
    expect(accepted(await repairWakeUp(world.services, actor, { deploymentId, invariant }))).toBe(false)
    expect(await messages(deploymentId)).toEqual([])
    expect((await owner.query(`SELECT FROM pgboss.job WHERE data ? 'deploymentId'`)).rowCount).toBe(1)
  })
})

describe('every hour', () => {
  test('one of several workers verifies', async () => {
    const asked = Array.from({ length: 3 }, () => verifyAndRepair(world.services, { everyMs: HOUR_MS }))
    expect((await Promise.all(asked)).filter((verified) => verified !== null)).toHaveLength(1)
    expect(await verifyAndRepair(world.services, { everyMs: HOUR_MS })).toBeNull()
    await owner.query(`UPDATE metric_totals SET value = value - 3600 WHERE series LIKE '%verification%'`)
    expect(await verifyAndRepair(world.services, { everyMs: HOUR_MS })).not.toBeNull()
  })

  test('what no wake-up mends is logged as an error and shown to Prometheus, until it is mended', async () => {
    const id = await world.schedule({ inMs: HOUR_MS })
    await owner.query('UPDATE deployments SET started_at = now()')
    const lines: string[] = []
    const log = openLog('info', { write: (line) => void lines.push(line) })
    const hourly = startHourlyVerify({
      ...{ databaseUrl: database.url, services: world.services, log },
      ...{ everyMs: 0, lookMs: 1 },
    })
    const error = await until('an error in the log', () => lines.find((line) => line.includes('"error"')))
    expect(JSON.parse(error)).toMatchObject({
      ...{ event: 'invariants.broken', level: 'error', invariant: 'never-early', count: 1 },
      first: [{ teamId: world.team.teamId, deploymentId: id }],
    })
    const violations = 'shipclock_invariant_violations{invariant="never-early"}'
    const shows = (count: number) =>
      until(`${violations} ${count}`, async () =>
        (await getMetrics(world.services)).includes(`${violations} ${count}\n`),
      )
    await shows(1)
    await owner.query('UPDATE deployments SET started_at = NULL')
    await shows(0)
    await hourly.stop()
  })
})

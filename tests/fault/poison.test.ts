import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { predecessorVariable } from '@/scripts/predecessor'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { until } from '@/tests/setup/until'
import { createWorld, killed, type World } from '@/tests/setup/world'

const root = fileURLToPath(new URL('../..', import.meta.url))

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url, { services: ['one', 'two', 'three', 'poisoned'] })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})
afterEach(() => world.killWorkers())

const endings = ['succeeded', 'failed', 'rolled_back', 'missed'] as const

describe('a row that no step can read', () => {
  test('is stopped after three tries, its owner reads why, and everything else goes on', async () => {
    await world.control('next', { cluster: 'demo', service: 'poisoned', outcome: 'slow', seconds: 60 })
    world.startWorker()
    const poisoned = await world.schedule({ application: 'poisoned' })
    await until('its rollout to begin', () => world.rollouts('poisoned').length > 0)
    await world.killWorkers()
    await world.services.database.asSystem(
      ({ client }) =>
        client.$executeRaw`UPDATE runs SET record = '"nonsense"' WHERE deployment_id = ${poisoned}::uuid`,
    )
    world.startWorker()
    const other = await world.schedule({ application: 'one' })
    expect(await world.untilStatus(other, [...endings])).toMatchObject({ status: 'succeeded' })

    const ended = await world.untilStatus(poisoned, ['failed'])
    expect(ended.reason).toMatch(/^The step “\w+” failed 3 times by a fault that Shipclock does not know/)
    expect(ended.reason).toMatch(/look at the service yourself\.$/)
    const timeline = await world.timeline(poisoned)
    expect(timeline.at(-1)).toMatchObject({ event: 'deployment.failed', toStatus: 'failed' })
    expect(world.rollouts('poisoned')).toHaveLength(1)
    const left = await world.services.database.asSystem(
      ({ client }) => client.$queryRaw`SELECT id FROM pgboss.job WHERE name = 'run-step'`,
    )
    expect(left).toEqual([])
  })
})

describe('a handler that kills its own process', () => {
  test('is stopped after three deaths; what it had taken with it succeeds', async () => {
    const deaths: string[] = []
    let stopped = false
    let current: ChildProcess | null = null
    const supervise = async () => {
      let predecessor: { pid: number | undefined; end: string } | null = null
      while (!stopped) {
        const worker = startCrashingWorker(predecessor)
        current = worker
        const [code, signal] = await once(worker, 'exit')
        if (stopped) return
        deaths.push(signal ?? code)
        predecessor = { pid: worker.pid, end: signal ?? `exit code ${code}` }
      }
    }
    const supervising = supervise()
    const ids = await Promise.all(
      ['one', 'two', 'three'].map((application) => world.schedule({ application })),
    )
    const poisoned = await world.schedule({ application: 'poisoned' })

    const ended = await world.untilStatus(poisoned, [...endings])
    expect(ended).toMatchObject({ status: 'failed' })
    expect(ended.reason).toContain('The step “snapshot” failed 3 times')
    for (const id of ids) {
      expect(await world.untilStatus(id, [...endings])).toMatchObject({ status: 'succeeded' })
    }
    expect(deaths).toEqual(['SIGABRT', 'SIGABRT', 'SIGABRT'])
    stopped = true
    if (current !== null) await killed(current)
    await supervising
  })
})

function startCrashingWorker(predecessor: { pid: number | undefined; end: string } | null): ChildProcess {
  const args = ['--import', './scripts/alias.mjs', 'tests/setup/crashing-worker.ts']
  return spawn(process.execPath, args, {
    cwd: root,
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: database.url,
      POISONED_SERVICE: 'poisoned',
      ...world.services.vaultEnvironment,
      ...predecessorVariable(predecessor),
    },
  })
}

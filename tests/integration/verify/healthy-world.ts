import { readWorkerEnvironment } from '@/lib/env'
import { openLog } from '@/lib/log'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { retryDeployment } from '@/lib/use-cases/retry-deployment'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted } from '@/tests/setup/fixtures'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'
import { startWorker } from '@/worker/worker'

/** Deployments in every state that a worker and a sandbox bring about, by what became of them. */
export interface HealthyWorld {
  database: TestDatabase
  /** When the worker stopped: what is under way then is not carried on. */
  at: Date
  ids: Record<
    | ('future' | 'cancelled' | 'stopped' | 'succeeded' | 'dependency' | 'retried' | 'rolledBack' | 'skipped')
    | ('running' | 'busy' | 'waitsForService' | 'waitsForDependency'),
    string
  >
}

/** Made by use cases, worker and sandbox alone; nobody is connected to it any more. */
export async function createHealthyWorld(): Promise<HealthyWorld> {
  const database = await createTestDatabase()
  const world = await createWorld(database.url, { services: ['alone', 'stopping'] })
  const environment = readWorkerEnvironment({
    DATABASE_URL: database.url,
    SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'true',
    ...world.services.vaultEnvironment,
  })
  const worker = await startWorker(environment, openLog('silent'))
  const ids = await liveThrough(world)
  await worker.stop()
  const at = await world.services.database.asSystem((system) => system.now())
  await world.close()
  return { database, at, ids }
}

const beside = (application: string, image: string | null = null) => ({
  ...{ kind: 'new' as const, application, image, environment: null, leadMinutes: 0, dependencies: [] },
})

async function liveThrough(world: World): Promise<HealthyWorld['ids']> {
  const { services, team } = world
  const future = await world.schedule({ inMs: 3_600_000 })
  const cancelled = await world.schedule({ inMs: 3_600_000 })
  accepted(await cancelDeployment(services, team.deployer, { id: cancelled, stopRunning: false }))

  const succeeded = await world.schedule({ dependencies: [beside('api')] })
  const dependency = (await world.untilStatus(succeeded, ['succeeded'])).dependencies[0]?.deployment.id
  const skipped = await world.schedule({ dependencies: [beside('api', 'crash-1')] })
  const rolledBack = (await world.untilStatus(skipped, ['skipped'])).dependencies[0]?.deployment.id
  if (dependency === undefined || rolledBack === undefined) throw new Error('A dependency got lost.')

  await world.control('next', { cluster: 'demo', service: 'api', outcome: 'crash_loop' })
  const retried = await world.schedule({ application: 'api' })
  await world.untilStatus(retried, ['rolled_back'])
  accepted(await retryDeployment(services, team.deployer, { id: retried }))
  await world.untilStatus(retried, ['succeeded'])

  const stopped = await rollOutSlowly(world, 'stopping')
  accepted(await cancelDeployment(services, team.deployer, { id: stopped, stopRunning: true }))
  await world.untilStatus(stopped, ['cancelled'])

  const running = await rollOutSlowly(world, 'alone')
  const busy = await rollOutSlowly(world, 'web')
  const waitsForService = await world.schedule({})
  const waitsForDependency = await world.schedule({
    application: 'api',
    dependencies: [{ kind: 'existing', deploymentId: running, leadMinutes: 0 }],
  })
  await world.untilStatus(waitsForService, ['waiting'])
  await world.untilStatus(waitsForDependency, ['waiting'])
  return {
    ...{ future, cancelled, stopped, succeeded, dependency, retried, rolledBack, skipped },
    ...{ running, busy, waitsForService, waitsForDependency },
  }
}

async function rollOutSlowly(world: World, service: string): Promise<string> {
  await world.control('next', { cluster: 'demo', service, outcome: 'slow', seconds: 600 })
  const id = await world.schedule({ application: service })
  await until('the rollout to be watched', async () => (await world.deployment(id)).runs[0]?.progress)
  return id
}

import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { PgBoss } from 'pg-boss'
import { createEcsRollouts } from '@/lib/ecs/rollouts'
import type { WorkerEnvironment } from '@/lib/env'
import type { Log } from '@/lib/log'
import { countEcsCall } from '@/lib/metrics'
import { openDatabase } from '@/lib/postgres/database'
import { openServices, type Services } from '@/lib/services'
import type { ExecutorServices } from '@/lib/use-cases/advance-run'
import { reResolveDueTimes } from '@/lib/use-cases/re-resolve-due-times'
import { rescueWakeUps } from '@/lib/use-cases/rescue-wake-ups'
import { openCredentials } from '@/lib/vault/open-credentials'
import { startAlarm } from './alarm'
import { makeHandler } from './handlers'
import { startMetricsFlush } from './metrics-flush'
import { startSignsOfLife } from './signs-of-life'
import { startWakeUpLoop } from './wake-up-loop'
import { warmUp } from './warm-up'

export interface Worker {
  /** Takes no new work, lets exchanges under way end, and leaves. At most ten seconds. */
  stop(): Promise<void>
}

const CONCURRENCY = 200
const CONNECTIONS = 20
const GRACE_MS = 8_500
const RESCUE_MS = 5_000

/** The composition root of the worker. Several may run: the queue and the leases keep them apart. */
export async function startWorker(environment: WorkerEnvironment, log: Log): Promise<Worker> {
  const { databaseUrl } = environment
  const name = `${hostname()}/${process.pid}-${randomBytes(2).toString('hex')}`
  const services = openServices({
    ...environment,
    applicationName: 'shipclock worker',
    maxConnections: CONNECTIONS,
  })
  const metrics = startMetricsFlush(services.database, log)
  const executor: ExecutorServices = {
    ...services,
    workerName: name,
    rollouts: createEcsRollouts({
      openCredentials: openCredentials(environment.vaultPrivateKey),
      allowPrivateEndpoints: environment.allowPrivateEndpoints,
      metrics: countEcsCall,
    }),
  }
  const boss = await startQueue(databaseUrl, log)
  await warmUp(services)
  const handle = makeHandler(executor, log)
  const loop = startWakeUpLoop({ boss, handle, concurrency: CONCURRENCY, log })
  const alarm = startAlarm({ databaseUrl, ring: loop.ring, log })
  const ownDatabase = openDatabase({
    url: databaseUrl,
    applicationName: 'shipclock heartbeat',
    maxConnections: 1,
  })
  const life = startSignsOfLife({ database: ownDatabase, id: name, log })
  const rescue = setInterval(() => void rescueLost(services, log), RESCUE_MS)
  // Also opens connections before the first deployment needs them.
  void rescueLost(services, log)
  void reResolve(services, log)
  log.info({ worker: name, zoneDatabaseVersion: services.zoneDatabaseVersion }, 'worker.started')
  return {
    async stop() {
      clearInterval(rescue)
      await Promise.all([alarm.stop(), loop.stop(GRACE_MS)])
      await Promise.all([life.stop(), metrics.stop(), boss.stop({ graceful: false })])
      await services.close()
      log.info({ worker: name }, 'worker.stopped')
    },
  }
}

/** A pg-boss that hands out wake-ups and takes those of dead workers back. */
async function startQueue(databaseUrl: string, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'shipclock queue',
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: true,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    // Rebuilding indexes needs their owner; the migration step is that, the worker is not.
    reindex: false,
  })
  boss.on('error', (error) => log.warn({ error }, 'worker.queue_failed'))
  return boss.start()
}

async function rescueLost(services: Services, log: Log): Promise<void> {
  try {
    const { deployments, runs } = await rescueWakeUps(services)
    if (deployments > 0) log.warn({ count: deployments }, 'worker.lost_deployments_found')
    if (runs > 0) log.warn({ count: runs }, 'worker.lost_runs_found')
  } catch (error) {
    // The database is away; the next round looks again.
    log.warn({ error }, 'worker.rescue_failed')
  }
}

async function reResolve(services: Services, log: Log): Promise<void> {
  try {
    const { resolved, moved } = await reResolveDueTimes(services)
    if (resolved > 0) log.info({ resolved, moved }, 'deployment.times_resolved_again')
  } catch (error) {
    // What is left is still marked with the older version: the next start goes on.
    log.warn({ error }, 'worker.rescue_failed')
  }
}

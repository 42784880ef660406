import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { createEcsRollouts } from '@/lib/ecs/rollouts'
import type { WorkerEnvironment } from '@/lib/env'
import { failpointDecorators } from '@/lib/failpoints/decorators'
import type { Log } from '@/lib/log'
import { countEcsCall } from '@/lib/metrics'
import type { Rollouts } from '@/lib/ports/rollouts'
import { openDatabase } from '@/lib/postgres/database'
import { endLeases } from '@/lib/postgres/runs'
import { type DueWakeUps, openDueWakeUps } from '@/lib/queue/due-wake-ups'
import { QUEUES, type Queue } from '@/lib/queue/wake-up'
import { openServices, type Services } from '@/lib/services'
import type { ExecutorServices } from '@/lib/use-cases/advance-run'
import { reResolveDueTimes } from '@/lib/use-cases/re-resolve-due-times'
import { rescueWakeUps } from '@/lib/use-cases/rescue-wake-ups'
import { openCredentials } from '@/lib/vault/open-credentials'
import { startAlarm } from './alarm'
import { groupStarts, makeGiveUp, makeHandler } from './handlers'
import { startHourlyVerify } from './hourly-verify'
import { startMetricsFlush } from './metrics-flush'
import { startSignsOfLife } from './signs-of-life'
import { startWakeUpLoop, type WakeUpLoopOptions } from './wake-up-loop'
import { warmUp } from './warm-up'

export interface Worker {
  /** Takes no new work, lets exchanges under way end, and leaves. At most ten seconds. */
  stop(): Promise<void>
}

const CONNECTIONS = 16
const GRACE_MS = 8_500
const RESCUE_MS = 5_000

/**
 * Starts are short transactions, of as many deployments as come due together, opened a moment ahead; a
 * dead worker's are given to another one soon. Steps mostly wait for AWS, so that many may be in hand;
 * they end before their lease does.
 */
const LOOPS = {
  'wake-up': { concurrency: 400, batch: 100, aheadMs: 150, takenForMs: 4_000 },
  'run-step': { concurrency: 100, batch: 50, aheadMs: 0, takenForMs: 10_000 },
} satisfies Record<Queue, Pick<WakeUpLoopOptions, 'concurrency' | 'batch' | 'aheadMs' | 'takenForMs'>>

export interface WorkerOptions {
  /** Another platform than AWS ECS: for tests and benchmarks. */
  rollouts?: Rollouts
}

/** The composition root of the worker. Several may run: the queue and the leases keep them apart. */
export async function startWorker(
  environment: WorkerEnvironment,
  log: Log,
  options: WorkerOptions = {},
): Promise<Worker> {
  const { databaseUrl } = environment
  const name = `${hostname()}/${process.pid}-${randomBytes(2).toString('hex')}`
  const services = openServices({
    ...environment,
    applicationName: 'shipclock worker',
    maxConnections: CONNECTIONS,
  })
  const metrics = startMetricsFlush(services.database, log)
  const failpoints = failpointDecorators(environment.failpoints)
  const executor: ExecutorServices = {
    ...services,
    workerName: name,
    rollouts: failpoints.rollouts(options.rollouts ?? ecsRollouts(environment)),
  }
  const dueWakeUps = openDueWakeUps({ databaseUrl, worker: name })
  await warmUp(services)
  if (environment.predecessor !== null) {
    await inherit({ services, dueWakeUps, log }, environment.predecessor)
  }
  const context = { services: executor, dueWakeUps, log }
  const handling = {
    dueWakeUps,
    group: groupStarts,
    handle: failpoints.handler(makeHandler(context)),
    giveUp: makeGiveUp(context),
    log,
  }
  const loops = QUEUES.map((queue) => startWakeUpLoop({ ...handling, queue, ...LOOPS[queue] }))
  const alarms = QUEUES.map((queue, index) =>
    startAlarm({ databaseUrl, queue, aheadMs: LOOPS[queue].aheadMs, ring: () => loops[index]?.ring(), log }),
  )
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
  const verification = startHourlyVerify({ databaseUrl, services, log })
  log.info({ worker: name, zoneDatabaseVersion: services.zoneDatabaseVersion }, 'worker.started')
  return {
    async stop() {
      clearInterval(rescue)
      const taking = [...alarms.map((alarm) => alarm.stop()), ...loops.map((loop) => loop.stop(GRACE_MS))]
      await Promise.all([...taking, verification.stop()])
      await Promise.all([life.stop(), metrics.stop(), dueWakeUps.close()])
      await services.close()
      log.info({ worker: name }, 'worker.stopped')
    },
  }
}

/** What the worker before this one had in hand need not wait until its time is up. */
async function inherit(
  { services, dueWakeUps, log }: { services: Services; dueWakeUps: DueWakeUps; log: Log },
  { pid, atFault }: { pid: number; atFault: boolean },
): Promise<void> {
  const dead = `${hostname()}/${pid}-`
  try {
    const wakeUps = await dueWakeUps.giveBack(dead, { atFault })
    const runs = await services.database.asSystem((system) => endLeases(system, dead))
    log.info({ wakeUps, runs, atFault }, 'worker.inherited')
  } catch (error) {
    // The database is away; what it had rings again by itself.
    log.warn({ error }, 'worker.rescue_failed')
  }
}

function ecsRollouts(environment: WorkerEnvironment): Rollouts {
  return createEcsRollouts({
    openCredentials: openCredentials(environment.vaultPrivateKey),
    allowPrivateEndpoints: environment.allowPrivateEndpoints,
    metrics: countEcsCall,
  })
}

async function rescueLost(services: Services, log: Log): Promise<void> {
  try {
    const { deployments, runs, schedules } = await rescueWakeUps(services)
    if (deployments > 0) log.warn({ count: deployments }, 'worker.lost_deployments_found')
    if (runs > 0) log.warn({ count: runs }, 'worker.lost_runs_found')
    if (schedules > 0) log.warn({ count: schedules }, 'worker.lost_schedules_found')
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

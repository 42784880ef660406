import { setTimeout as delay } from 'node:timers/promises'
import { assertNever } from '@/lib/domain/assert-never'
import type { Cast } from '@/torture/cast'
import type { Pace } from '@/torture/pace'
import type { Disturbance } from '@/torture/plan/disturbances'
import { queryDatabase } from '@/torture/world/query-database'
import { sandboxControl } from '@/torture/world/sandbox-control'
import type { Stage } from '@/torture/world/stage'
import type { Supervised } from '@/torture/world/supervised'

/** What was done to the processes, besides what the deaths tell. */
export interface Disturbed {
  postgresKills: number
  freezes: number
  listenersDropped: number
}

/** Lets everything go wrong that is planned, in order, then heals all of it. */
export async function carryOutDisturbances(
  disturbances: readonly Disturbance[],
  { stage, cast, pace }: { stage: Stage; cast: Cast; pace: Pace },
): Promise<Disturbed> {
  const disturbed: Disturbed = { postgresKills: 0, freezes: 0, listenersDropped: 0 }
  const lasting: Promise<void>[] = []
  for (const disturbance of disturbances) {
    await pace.at(disturbance.atMs)
    await strike(disturbance, { stage, cast, disturbed, goesOn: (end) => void lasting.push(end) })
    pace.reached(disturbance.atMs)
  }
  await Promise.all(lasting)
  await heal(stage)
  return disturbed
}

export async function heal(stage: Stage): Promise<void> {
  stage.wires.database.heal()
  stage.wires.platform.heal()
  await sandboxControl(stage.sandbox, 'DELETE', 'faults')
}

interface Struck {
  stage: Stage
  cast: Cast
  disturbed: Disturbed
  /** Takes what lasts for a while, to be waited for at the end. */
  goesOn(end: Promise<void>): void
}

async function strike(disturbance: Disturbance, { stage, cast, disturbed, goesOn }: Struck): Promise<void> {
  switch (disturbance.kind) {
    case 'kill_worker':
      return killOneThatIsUp(cast.workers, disturbance.worker, disturbance.pauseMs)
    case 'freeze_worker':
      if (cast.workers[disturbance.worker]?.freeze(disturbance.forMs)) disturbed.freezes += 1
      return
    case 'kill_web':
      while (cast.web !== null && !(cast.web.process.isUp && cast.web.process.kill(disturbance.pauseMs))) {
        await delay(50)
      }
      return
    case 'kill_postgres':
      if (!stage.postgres.isDown) disturbed.postgresKills += 1
      return goesOn(killPostgres(stage, disturbance.pauseMs))
    case 'drop_listeners':
      disturbed.listenersDropped += await dropListeners(stage)
      return
    case 'wire':
      stage.wires[disturbance.wire].disturb(disturbance.fault, disturbance.forMs)
      if (disturbance.wire === 'database') stage.outages.during(disturbance.forMs)
      return
    case 'platform_fault':
      return goesOn(failPlatform(stage, disturbance))
    default:
      assertNever(disturbance)
  }
}

/**
 * The one that is meant, or the next that is up: a plan must not depend on who happens to be. One of them is
 * always left, so that how soon another one carries on says something about Shipclock.
 */
async function killOneThatIsUp(
  workers: readonly Supervised[],
  first: number,
  pauseMs: number,
): Promise<void> {
  for (;;) {
    const inTurn = [...workers.slice(first), ...workers.slice(0, first)]
    const [victim, another] = inTurn.filter(({ isUp }) => isUp)
    if (victim !== undefined && another !== undefined && victim.kill(pauseMs)) return
    await delay(50)
  }
}

async function killPostgres({ postgres, wires, outages }: Stage, pauseMs: number): Promise<void> {
  const end = outages.begin()
  await postgres.killAndRestart(pauseMs)
  wires.database.aim(Number(new URL(postgres.url).port))
  end()
}

async function dropListeners({ postgres }: Stage): Promise<number> {
  const dropped = await queryDatabase(
    postgres.url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name IN ('shipclock alarm', 'shipclock changes')`,
  ).catch(() => [])
  return dropped.length
}

async function failPlatform(
  { sandbox }: Stage,
  { fault, chance, seed, forMs }: Extract<Disturbance, { kind: 'platform_fault' }>,
): Promise<void> {
  await sandboxControl(sandbox, 'DELETE', 'faults')
  await sandboxControl(sandbox, 'POST', 'faults', { fault, probability: chance, seed })
  await delay(forMs)
  await sandboxControl(sandbox, 'DELETE', 'faults')
}

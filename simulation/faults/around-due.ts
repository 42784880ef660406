import type { VirtualPlatform } from '@/simulation/platform/virtual-platform'
import type { Stage } from '@/simulation/stage'
import type { Crew } from '@/simulation/workers/crew'
import { jumpClock } from './jump-clock'
import { loseWakeUps } from './lose-wake-ups'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Everybody that something can happen to, and what comes due. */
interface Scene {
  stage: Stage
  crew: Crew
  platform: VirtualPlatform
  deploymentId: string
}

/** What happens, how often compared with the others, and when: in milliseconds before (or after) the due time. */
interface Fault {
  weight: number
  beforeMs: number
  afterMs: number
  strike(scene: Scene): Promise<void> | void
}

const FAULTS = {
  downForAMinute: fault(4, 90_000, 0, ({ crew }) => crew.outage(MINUTE_MS)),
  downForAnHour: fault(3, 70 * MINUTE_MS, 0, ({ crew }) => crew.outage(HOUR_MS)),
  downForMoreThanADay: fault(2, 26 * HOUR_MS, 0, ({ crew }) => crew.outage(26 * HOUR_MS)),
  clockJumps: fault(3, 5_000, 0, ({ stage }) =>
    jumpClock(stage, stage.dice.pick([1_000, 30_000, 5 * MINUTE_MS, 2 * HOUR_MS])),
  ),
  wakeUpIsLost: fault(6, 20 * 24 * HOUR_MS, 0, ({ stage, crew, deploymentId }) =>
    loseWakeUps(stage, crew, { of: deploymentId }),
  ),
  stepIsLost: fault(4, 0, 40_000, ({ stage, crew }) => loseWakeUps(stage, crew, 'steps')),
  queueIsEmptied: fault(1, 0, 40_000, ({ stage, crew }) => loseWakeUps(stage, crew, 'all')),
  workerIsKilled: fault(3, 0, 20_000, ({ crew }) => crew.awake.at(-1)?.die(false)),
  accountIsThrottled: fault(4, 20_000, 0, ({ stage, platform }) =>
    platform.throttle(stage.dice.whole(10_000, 10 * MINUTE_MS)),
  ),
}

function fault(weight: number, beforeMs: number, afterMs: number, strike: Fault['strike']): Fault {
  return { weight, beforeMs, afterMs, strike }
}

/** By chance, something happens around a due time that concerns everybody. */
export function planFaultsAroundDue(
  scene: Omit<Scene, 'deploymentId'>,
  { ids, dueAtMs }: { ids: readonly string[]; dueAtMs: number },
): void {
  const { agenda, clock, dice, rates } = scene.stage
  const [deploymentId] = ids
  if (deploymentId === undefined || !dice.happens(rates.aroundDue)) return
  const { beforeMs, afterMs, strike } = dice.pick(BY_WEIGHT)
  const earliestMs = Math.max(dueAtMs - beforeMs, clock.nowMs)
  const atMs = dice.whole(Math.min(earliestMs, dueAtMs), dueAtMs + afterMs)
  agenda.at(atMs, async () => strike({ ...scene, deploymentId }))
}

const BY_WEIGHT = Object.values(FAULTS).flatMap((one) => Array<Fault>(one.weight).fill(one))

import type { Dice } from './dice'

/** One thing that goes wrong, `atMs` after the run's beginning. Each carries all that chance decides about it. */
export type Disturbance = { atMs: number } & (
  | { kind: 'kill_worker'; worker: number; pauseMs: number }
  | { kind: 'freeze_worker'; worker: number; forMs: number }
  | { kind: 'kill_web'; pauseMs: number }
  | { kind: 'kill_postgres'; pauseMs: number }
  | { kind: 'drop_listeners' }
  | { kind: 'wire'; wire: 'database' | 'platform'; fault: WireFault; forMs: number }
  | { kind: 'platform_fault'; fault: PlatformFault; chance: number; forMs: number; seed: number }
)

/** `swallow`: what was asked arrives, the answer does not. `stall`: nothing moves for a while. */
export type WireFault = 'cut' | 'refuse' | 'delay' | 'swallow' | 'stall'
export type PlatformFault = 'throttle' | 'error500' | 'html502' | 'hang' | 'answer_lost'

export interface DisturbanceOptions {
  durationMs: number
  kills: number
  workers: number
  web: boolean
}

/** How many of the kills strike whom; of 1,000 kills some 30 take all of PostgreSQL. */
const VICTIMS = { worker: 87, web: 10, postgres: 3 }
const FREEZE_EVERY_MS = 20_000
const DROP_EVERY_MS = 10_000
const WIRE_EVERY_MS = 8_000
const FAULT_EVERY_MS = 15_000

/** Everything that goes wrong in a run, in the order of its time. */
export function planDisturbances(dice: Dice, options: DisturbanceOptions): Disturbance[] {
  const { durationMs, kills } = options
  const atMs = () => Math.round(dice.between(2_000, durationMs))
  const times = (everyMs: number) => Math.floor(durationMs / everyMs)
  return [
    ...repeat(kills, () => ({ atMs: atMs(), ...planKill(dice, options) })),
    ...repeat(times(FREEZE_EVERY_MS), () => planFreeze(dice, options, atMs())),
    ...repeat(times(DROP_EVERY_MS), () => ({ atMs: atMs(), kind: 'drop_listeners' as const })),
    ...repeat(times(WIRE_EVERY_MS), () => planWire(dice, atMs())),
    ...planFaults(dice, durationMs),
  ].sort((a, b) => a.atMs - b.atMs)
}

function planKill(dice: Dice, { workers, web }: DisturbanceOptions) {
  const victim = dice.weighted(web ? VICTIMS : { ...VICTIMS, web: 0 })
  switch (victim) {
    case 'worker':
      return {
        kind: 'kill_worker' as const,
        worker: dice.whole(0, workers - 1),
        pauseMs: Math.round(dice.between(0, 2_000)),
      }
    case 'web':
      return { kind: 'kill_web' as const, pauseMs: Math.round(dice.between(0, 1_000)) }
    case 'postgres':
      return { kind: 'kill_postgres' as const, pauseMs: Math.round(dice.between(0, 1_500)) }
  }
}

/** Up to half a minute: three times as long as a worker's lease. */
function planFreeze(dice: Dice, { workers }: DisturbanceOptions, atMs: number): Disturbance {
  const forMs = Math.round(dice.between(1_000, 30_000))
  return { atMs, kind: 'freeze_worker', worker: dice.whole(0, workers - 1), forMs }
}

function planWire(dice: Dice, atMs: number): Disturbance {
  const wire = dice.pick(['database', 'platform'] as const)
  const fault = dice.weighted<WireFault>({ cut: 3, refuse: 1, delay: 2, swallow: 3, stall: 1 })
  return { atMs, kind: 'wire', wire, fault, forMs: Math.round(dice.between(50, FAULT_LENGTH_MS[fault])) }
}

const FAULT_LENGTH_MS: Record<WireFault, number> = {
  cut: 60,
  refuse: 1_500,
  delay: 3_000,
  swallow: 400,
  stall: 4_000,
}

/** One after the other: ordering one anew takes the one before back. */
function planFaults(dice: Dice, durationMs: number): Disturbance[] {
  return repeat(Math.floor(durationMs / FAULT_EVERY_MS), (index) => {
    const fault = dice.weighted<PlatformFault>({
      throttle: 4,
      error500: 3,
      html502: 1,
      hang: 1,
      answer_lost: 3,
    })
    const forMs = Math.round(dice.between(2_000, FAULT_EVERY_MS - 3_000))
    const atMs = Math.round(index * FAULT_EVERY_MS + dice.between(0, FAULT_EVERY_MS - forMs))
    const chance = fault === 'hang' ? 0.05 : dice.between(0.1, 0.4)
    return { atMs, kind: 'platform_fault' as const, fault, chance, forMs, seed: dice.whole(1, 1e6) }
  })
}

function repeat<Item>(times: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: times }, (_, index) => make(index))
}

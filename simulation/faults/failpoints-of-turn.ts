import type { Failpoint } from '@/lib/failpoints/failpoint'
import { FailpointStruck, type Failpoints } from '@/lib/failpoints/failpoints'
import type { TakenWakeUp } from '@/lib/queue/due-wake-ups'
import type { Stage } from '@/simulation/stage'
import { subjectOf } from '@/simulation/witness'
import { SimulatedDeath } from '@/simulation/workers/simulated-death'
import { jumpClock } from './jump-clock'

/** The process that a turn is taken in, as far as faults concern it. */
export interface Victim {
  readonly state: 'awake' | 'stopped' | 'dead'
  /** Of what it was at; or killed from outside. */
  die(atFault: boolean): void
  /** As by SIGSTOP. @throws SimulatedDeath when it is killed meanwhile. */
  stop(ms: number): Promise<void>
}

const WAYS = { die: 5, dieAtFault: 2, stop: 3, throw: 1, jump: 1 }

/** Lets faults strike by chance while one worker handles these wake-ups. */
export function failpointsOfTurn(stage: Stage, victim: Victim, handled: readonly TakenWakeUp[]): Failpoints {
  const { dice, rates, witness } = stage
  return {
    async reach(failpoint) {
      if (victim.state === 'dead') throw new SimulatedDeath()
      if (failpoint.endsWith('.before') && failpoint.startsWith('wakeUp.')) strikePoisoned(stage, handled)
      if (!dice.happens(failpoint.startsWith('rollouts.') ? rates.aroundCalls : rates.elsewhere)) return
      const way = dice.weighted(WAYS)
      switch (way) {
        case 'die':
        case 'dieAtFault':
          victim.die(way === 'dieAtFault')
          throw new SimulatedDeath()
        case 'stop':
          // Inside a transaction it would hold its locks for good: the others are on the same thread.
          if (!holdsLocks(failpoint)) await victim.stop(dice.whole(100, 40_000))
          return
        case 'throw':
          for (const { wakeUp } of handled) if (handled.length === 1) witness.strike(subjectOf(wakeUp))
          witness.count('thrown')
          throw new FailpointStruck(failpoint)
        case 'jump':
          await jumpClock(stage, dice.pick([40, 3_000, 12_000, 65_000, 20 * 60_000]))
      }
    },
  }
}

function holdsLocks(failpoint: Failpoint): boolean {
  return failpoint.startsWith('commit.') && failpoint.endsWith('.before')
}

/** The same ones every time they come up. */
function strikePoisoned({ rates, witness }: Stage, handled: readonly TakenWakeUp[]): void {
  const poisoned = handled.filter(({ wakeUp }) => isPoisoned(subjectOf(wakeUp), rates.poison))
  if (poisoned.length === 0) return
  const [only] = handled
  if (only !== undefined && handled.length === 1) witness.strike(subjectOf(only.wakeUp))
  witness.count('poison')
  throw new FailpointStruck('poison')
}

/** By its id, which the seed made. */
function isPoisoned(id: string, chance: number): boolean {
  return Number.parseInt(id.slice(0, 6), 16) / 0x1000000 < chance
}

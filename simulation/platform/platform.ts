import type { Rollouts } from '@/lib/ports/rollouts'

/** Where deployments go to, as one worker reaches it. */
export interface Platform {
  rolloutsFor(caller: Caller): Rollouts
}

/** Whoever waits for an answer. */
export interface Caller {
  /** @throws SimulatedDeath when it dies meanwhile. */
  wait(ms: number): Promise<void>
}

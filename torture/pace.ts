import { setTimeout as delay } from 'node:timers/promises'

/**
 * The time that a run's plan goes by. It falls behind where the machine can't keep up with the plan, so that
 * work and disturbances stay together: killing workers that have nothing left to do would prove nothing.
 */
export interface Pace {
  /** Until so many milliseconds after the run's beginning; at once when they have passed. */
  at(ms: number): Promise<void>
  /** What was planned for `ms` after the beginning was done just now: what comes later is as late. */
  reached(ms: number): void
  /** How far the plan's time is behind, in milliseconds. */
  readonly lagMs: number
}

const LOOK_AGAIN_MS = 500

export function openPace(startedAt: number, now: () => number = Date.now): Pace {
  let lagMs = 0
  return {
    async at(ms) {
      for (;;) {
        const left = startedAt + ms + lagMs - now()
        if (left <= 0) return
        await delay(Math.min(left, LOOK_AGAIN_MS))
      }
    },
    reached(ms) {
      lagMs = Math.max(lagMs, now() - startedAt - ms)
    },
    get lagMs() {
      return lagMs
    },
  }
}

import { nextWakeUp } from '@/lib/queue/next-wake-up'
import { QUEUES, type Queue } from '@/lib/queue/wake-up'
import type { Stage } from './stage'
import type { Crew } from './workers/crew'
import { LOOP_SETTINGS } from './workers/loop-settings'

const MOST_ROUNDS = 200
/** The workers' alarms look that often without being told: worker/alarm.ts. */
const POLL_MS = 2_000

/** Goes from one instant at which anything is to be done to the next, without the time in between. */
export class PassingTime {
  readonly #stage: Stage
  readonly #crew: Crew

  constructor(stage: Stage, crew: Crew) {
    this.#stage = stage
    this.#crew = crew
  }

  /** Epoch milliseconds. May be called while it is under way: then it is the inner one that goes on. */
  async until(endMs: number): Promise<void> {
    const { clock, agenda } = this.#stage
    await clock.catchUp()
    for (;;) {
      const nextRingMs = await this.#ringUntilNothingIsDue()
      const nextMs = Math.min(nextRingMs, agenda.nextMs ?? Number.POSITIVE_INFINITY)
      if (nextMs > endMs) break
      await clock.moveTo(nextMs)
      await agenda.carryOutUntil(clock.nowMs)
    }
    await clock.moveTo(endMs)
  }

  /** Answers when the workers' alarms ring next; infinite: never, as things are. */
  async #ringUntilNothingIsDue(): Promise<number> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      if (this.#crew.awake.length === 0) return Number.POSITIVE_INFINITY
      const next = []
      for (const queue of QUEUES) next.push({ queue, ...(await this.#next(queue)) })
      const due = next.filter(({ isDue }) => isDue).map(({ queue }) => queue)
      const ringsMs = Math.min(...next.map((one) => one.ringsMs))
      if (due.length === 0) return ringsMs
      const before = this.#crew.taken
      await this.#ring(due)
      // What failed before is not taken a moment ahead, though the alarm rings: it waits for the next look.
      if (this.#crew.taken === before) return Math.min(ringsMs, this.#stage.clock.nowMs + POLL_MS)
    }
    throw new Error(`Wake-ups stay due at ${this.#stage.clock.now().toISOString()}, whoever takes them.`)
  }

  async #next(queue: Queue): Promise<{ isDue: boolean; ringsMs: number }> {
    const { aheadMs } = LOOP_SETTINGS[queue]
    const { isDue, at } = await nextWakeUp(this.#stage.client, queue, aheadMs)
    return {
      isDue,
      ringsMs: at === null ? Number.POSITIVE_INFINITY : Math.ceil(Math.round(at * 1000) / 1000) - aheadMs,
    }
  }

  /** Every alarm rings; mostly, one worker takes everything before another one has looked. */
  async #ring(queues: readonly Queue[]): Promise<void> {
    const { dice, turns } = this.#stage
    const { awake } = this.#crew
    const ringing = dice.happens(0.2) ? awake : [dice.pick(awake)]
    for (const worker of ringing) for (const queue of queues) worker.ring(queue)
    await turns.run()
    this.#crew.rescueSoon()
  }
}

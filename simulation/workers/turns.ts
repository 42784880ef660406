import type { Dice } from '@/simulation/dice'
import { SimulatedDeath } from './simulated-death'

/** Somebody who acts in turns: only while awake. */
export interface TurnTaker {
  readonly state: 'awake' | 'stopped' | 'dead'
}

interface Waiting {
  who: TurnTaker
  run: () => Promise<void>
}

/**
 * Lets those who would act at the same time act one after the other, in an order that the seed decides:
 * what happens then depends on nothing else. A turn that lets time pass lets others have theirs in it.
 */
export class Turns {
  readonly #dice: Dice
  #waiting: Waiting[] = []

  constructor(dice: Dice) {
    this.#dice = dice
  }

  /** Never settles for somebody who dies before or in the turn: nothing of what a dead process was at goes on. */
  take<Value>(who: TurnTaker, work: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const run = async () => {
        try {
          const value = await work()
          if (who.state !== 'dead') resolve(value)
        } catch (error) {
          if (error instanceof SimulatedDeath) return
          if (who.state !== 'dead') reject(error)
        }
      }
      this.#waiting.push({ who, run })
    })
  }

  /** Until nobody who is awake waits for a turn. */
  async run(): Promise<void> {
    for (;;) {
      // Whoever got an answer has asked for the next turn by then.
      await new Promise((resolve) => setImmediate(resolve))
      this.#waiting = this.#waiting.filter(({ who }) => who.state !== 'dead')
      const able = this.#waiting.filter(({ who }) => who.state === 'awake')
      if (able.length === 0) return
      const next = this.#dice.pick(able)
      this.#waiting = this.#waiting.filter((one) => one !== next)
      await next.run()
    }
  }
}

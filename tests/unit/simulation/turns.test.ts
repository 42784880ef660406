import { describe, expect, test } from 'vitest'
import { openDice } from '@/simulation/dice'
import { SimulatedDeath } from '@/simulation/workers/simulated-death'
import { Turns, type TurnTaker } from '@/simulation/workers/turns'

interface Somebody extends TurnTaker {
  state: TurnTaker['state']
}
const somebody = (): Somebody => ({ state: 'awake' })

/** In which order ten who ask at once have their turns. */
async function orderOf(seed: number): Promise<number[]> {
  const turns = new Turns(openDice(seed))
  const order: number[] = []
  for (let who = 0; who < 10; who += 1) {
    void turns.take(somebody(), async () => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push(who)
    })
  }
  await turns.run()
  return order
}

describe('turns', () => {
  test('are taken in an order that the seed decides', async () => {
    const order = await orderOf(1)
    expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(await orderOf(1)).toEqual(order)
    expect(await orderOf(2)).not.toEqual(order)
  })

  test('are taken one at a time, also those that are asked for in one', async () => {
    const turns = new Turns(openDice(1))
    const who = somebody()
    let now = 0
    let most = 0
    const busy = async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setImmediate(resolve))
      now -= 1
    }
    const all = [turns.take(who, busy), turns.take(who, busy).then(() => turns.take(who, busy))]
    await turns.run()
    await Promise.all(all)
    expect(most).toBe(1)
  })

  test('are not had by who stands still, until it goes on', async () => {
    const turns = new Turns(openDice(1))
    const who = somebody()
    who.state = 'stopped'
    let done = false
    void turns.take(who, async () => {
      done = true
    })
    await turns.run()
    expect(done).toBe(false)
    who.state = 'awake'
    await turns.run()
    expect(done).toBe(true)
  })

  test('of somebody who dies in one never end, and none follows', async () => {
    const turns = new Turns(openDice(1))
    const who = somebody()
    const seen: string[] = []
    const dies = turns.take(who, async () => {
      who.state = 'dead'
      throw new SimulatedDeath()
    })
    dies.then(
      () => seen.push('ended'),
      () => seen.push('failed'),
    )
    await turns.run()
    void turns.take(who, async () => void seen.push('followed'))
    await turns.run()
    expect(seen).toEqual([])
  })
})

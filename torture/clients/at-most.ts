import type { Client } from './client'

/**
 * The same client for a crowd of which at most `places` ask at once; the others stand in line. Without it,
 * whoever finds no answer in time asks again, more and more at once, until nobody is answered in time.
 */
export function atMost(places: number, client: Client): Client {
  const waiting: (() => void)[] = []
  let free = places
  const inTurn = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
    if (free > 0) free -= 1
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await ask()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
  return {
    schedule: (order, dueAt) => inTurn(() => client.schedule(order, dueAt)),
    cancel: (id, stopRunning) => inTurn(() => client.cancel(id, stopRunning)),
    move: (id, dueAt) => inTurn(() => client.move(id, dueAt)),
    runNow: (id) => inTurn(() => client.runNow(id)),
  }
}

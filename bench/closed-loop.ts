import { setTimeout as sleep } from 'node:timers/promises'

export interface Load {
  samplesMs: number[]
  throughputPerS: number
}

const WARM_UP_MS = 2_000
const MEASURED_MS = 8_000

/** So many clients, each of which sends its next request when the one before is answered. */
export async function closedLoop(clients: number, request: (client: number) => Promise<void>): Promise<Load> {
  const samplesMs: number[] = []
  let phase: 'warming up' | 'measured' | 'over' = 'warming up'
  const client = async (number: number) => {
    while (phase !== 'over') {
      const [begunMs, begunIn] = [performance.now(), phase]
      await request(number)
      if (begunIn === 'measured') samplesMs.push(performance.now() - begunMs)
    }
  }
  const running = Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  const measured = (async () => {
    await sleep(WARM_UP_MS)
    phase = 'measured'
    const begunMs = performance.now()
    await sleep(MEASURED_MS)
    phase = 'over'
    return performance.now() - begunMs
  })()
  // Whoever fails first ends it all.
  const [measuredMs] = await Promise.all([measured, running]).finally(() => {
    phase = 'over'
  })
  return { samplesMs, throughputPerS: Math.round((10_000 * samplesMs.length) / measuredMs) / 10 }
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Lifetime } from '@/scripts/lifetime'
import { createRestartPolicy } from '@/scripts/restart-policy'

/** Something that was started and may end by itself. */
export interface Running {
  /** Absent where none was started. */
  pid?: number | undefined
  /** Settles when it has ended, with a few words on how. */
  ended: Promise<string>
  stop: () => Promise<void>
}

/** One that ended by itself, and how: `exit code 1`, `SIGKILL`. */
export interface Predecessor {
  pid: number | undefined
  end: string
}

/**
 * Starts something and, whenever it ends by itself, starts it again after a pause; gives the whole up when that is
 * hopeless. Stops it when the lifetime closes.
 *
 * @param options.name as it stands in "the worker ended"
 * @param options.whereToLook names what explains a death
 * @returns settles after the first start
 */
export async function keepRunning(
  lifetime: Lifetime,
  options: {
    name: string
    whereToLook: string
    start: (predecessor: Predecessor | null) => Promise<Running>
    say: (line: string) => void
  },
): Promise<void> {
  const { name, whereToLook, start, say } = options
  const policy = createRestartPolicy()
  let current = await start(null)
  let isClosing = false
  const again = async (predecessor: Predecessor): Promise<Running> =>
    start(predecessor).catch((error: unknown) => ({
      ended: Promise.resolve(String(error)),
      stop: async () => {},
    }))
  const watch = async () => {
    while (!isClosing) {
      const started = performance.now()
      const reason = await current.ended
      if (isClosing || lifetime.stopped.aborted) return
      const pause = policy.afterDeath(performance.now() - started)
      if (pause === null) return lifetime.giveUp(`${name} keeps ending (${reason}): see ${whereToLook}.`)
      say(`${name} ended by itself (${reason}); starting it again. See ${whereToLook}.`)
      await delay(pause, undefined, { signal: lifetime.stopped }).catch(() => {})
      if (isClosing || lifetime.stopped.aborted) return
      current = await again({ pid: current.pid, end: reason })
    }
  }
  const watching = watch()
  lifetime.onClose(async () => {
    isClosing = true
    await current.stop()
    await watching
    // One may have been starting just then.
    await current.stop()
  })
}

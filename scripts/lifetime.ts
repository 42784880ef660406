/** Thrown out of whatever was being done when a stop was asked for. */
export class Stopped extends Error {
  override name = 'Stopped'
}

/** From the start of a command until its last child is gone. */
export interface Lifetime {
  /** Aborted as soon as it is to end, for whatever reason. */
  stopped: AbortSignal
  /** Settles then: with null when somebody asked for it, else with the reason. */
  ended: Promise<string | null>
  /** Ends it because of a failure that cannot be mended. */
  giveUp: (reason: string) => void
  /** Waits for `work`, but no longer than until the end, which throws Stopped. */
  while: <T>(work: Promise<T>) => Promise<T>
  /** Registers what to undo at the end; the latest is undone first. */
  onClose: (undo: () => Promise<void>) => void
  close: () => Promise<void>
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** For work that was under way to notice; what does not is ended by the kernel or by its process group. */
const graceMs = 2_000

/** Ends with the first SIGINT, SIGTERM or SIGHUP. Repeats are expected: a terminal and npm both send them. */
export function openLifetime(): Lifetime {
  const controller = new AbortController()
  const undos: (() => Promise<void>)[] = []
  const { promise: ended, resolve } = Promise.withResolvers<string | null>()
  let underWay: Promise<unknown> = Promise.resolve()
  const end = (reason: string | null) => {
    resolve(reason)
    controller.abort()
  }
  for (const signal of signals) process.on(signal, () => end(null))
  return {
    stopped: controller.signal,
    ended,
    giveUp: end,
    while: async (work) => {
      underWay = work
      return Promise.race([
        work,
        ended.then((reason) => {
          throw new Stopped(reason ?? 'asked to stop')
        }),
      ])
    },
    onClose: (undo) => void undos.push(undo),
    close: async () => {
      const settled = underWay.catch(() => {})
      await Promise.race([settled, new Promise((done) => setTimeout(done, graceMs).unref())])
      for (const undo of undos.reverse()) await undo()
    },
  }
}

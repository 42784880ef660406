const quickDeathMs = 20_000
const quickDeathsAllowed = 5
const firstPauseMs = 500

/** When to start a process again that ended by itself. */
export interface RestartPolicy {
  /**
   * @param livedMs how long it lived this time
   * @returns how long to wait, in milliseconds, or null when it is hopeless
   */
  afterDeath: (livedMs: number) => number | null
}

/** Waits twice as long after each quick death; gives up at the fifth in a row. A long life clears the record. */
export function createRestartPolicy(): RestartPolicy {
  let quickDeaths = 0
  return {
    afterDeath(livedMs) {
      quickDeaths = livedMs < quickDeathMs ? quickDeaths + 1 : 1
      return quickDeaths < quickDeathsAllowed ? firstPauseMs * 2 ** (quickDeaths - 1) : null
    },
  }
}

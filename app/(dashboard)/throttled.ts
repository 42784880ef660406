export interface Throttled {
  ask(): void
  cancel(): void
}

/** Does `work` at once where nothing was asked for a while, else at the end of the interval; never loses the last wish. */
export function throttled(work: () => void, intervalMs: number): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastMs = 0
  function run() {
    timer = undefined
    lastMs = Date.now()
    work()
  }
  return {
    ask() {
      if (timer !== undefined) return
      timer = setTimeout(run, Math.max(0, lastMs + intervalMs - Date.now()))
    },
    cancel: () => clearTimeout(timer),
  }
}

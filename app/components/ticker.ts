const TICK_MS = 1000

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let lastTickMs = Date.now()

function tick(): void {
  lastTickMs = Date.now()
  for (const listener of listeners) listener()
}

/** Calls `listener` about once a second. One timer for the whole page, none when nobody listens. */
export function subscribeToTicks(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    lastTickMs = Date.now()
    timer = setInterval(tick, TICK_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The browser's clock at the last tick: the same for everything on the page. */
export function tickMs(): number {
  return lastTickMs
}

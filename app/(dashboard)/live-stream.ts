import { z } from 'zod'

/** Something of the team changed; which page cares is the page's business. */
export interface LiveEvent {
  kind: string
  id: string
}

/** `open`: changes arrive. `lost`: they don't, and the page may be out of date. `paused`: nobody looks. */
export type LiveState = 'connecting' | 'open' | 'lost' | 'paused'

/** What a connection tells. */
export interface ConnectionHandlers {
  opened(): void
  /** `isOver`: it will not come back by itself. */
  failed(isOver: boolean): void
  /** Changes may have happened that were not told. */
  missed(): void
  received(data: string): void
}

export type Connect = (handlers: ConnectionHandlers) => { close(): void }

export interface LiveStream {
  /** Told of each event, and of `null` when events may have been missed. */
  subscribe(listener: (event: LiveEvent | null) => void): () => void
  subscribeToState(listener: () => void): () => void
  state(): LiveState
  /** Hidden pages give their connection back: browsers allow six to one server over HTTP/1.1. */
  pause(): void
  resume(): void
  /** What was in the way is gone: does not wait for the next attempt. */
  connectNow(): void
}

const FIRST_RETRY_MS = 1000
/** What pages show is right again within five seconds after the server, or its database, is back. */
const LAST_RETRY_MS = 5_000

const liveEvent = z.object({ kind: z.string(), id: z.string() })

/** One connection for all who listen on the page; opened for the first, closed after the last. */
export function createLiveStream(connect: Connect): LiveStream {
  const listeners = new Set<(event: LiveEvent | null) => void>()
  const stateListeners = new Set<() => void>()
  let state: LiveState = 'connecting'
  let mayHaveMissed = false

  function become(next: LiveState) {
    if (state === next) return
    state = next
    for (const listener of stateListeners) listener()
  }
  function tell(event: LiveEvent | null) {
    for (const listener of listeners) listener(event)
  }
  const connection = keepConnected(connect, {
    opened() {
      become('open')
      if (mayHaveMissed) tell(null)
      mayHaveMissed = false
    },
    lost() {
      mayHaveMissed = true
      become('lost')
    },
    missed() {
      mayHaveMissed = false
      tell(null)
    },
    received(data) {
      const event = parseEvent(data)
      if (event !== null) tell(event)
    },
  })

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (state !== 'paused') connection.open()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) connection.close()
      }
    },
    subscribeToState(listener) {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    state: () => state,
    pause() {
      connection.close()
      mayHaveMissed = true
      become('paused')
    },
    resume() {
      if (state !== 'paused') return
      become('connecting')
      if (listeners.size > 0) connection.open()
    },
    connectNow: () => connection.openIfWaiting(),
  }
}

interface Told {
  opened(): void
  lost(): void
  missed(): void
  received(data: string): void
}

/** Opens the connection again whenever it is over, after a wait that grows until one succeeds. */
function keepConnected(connect: Connect, told: Told) {
  let connection: { close(): void } | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let retryMs = FIRST_RETRY_MS

  function open() {
    retry = undefined
    connection ??= connect({ opened, failed, missed: told.missed, received: told.received })
  }
  function close() {
    clearTimeout(retry)
    retry = undefined
    connection?.close()
    connection = null
  }
  function opened() {
    retryMs = FIRST_RETRY_MS
    told.opened()
  }
  function failed(isOver: boolean) {
    told.lost()
    if (!isOver) return
    close()
    retry = setTimeout(open, retryMs)
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
  }
  function openIfWaiting() {
    if (retry === undefined) return
    clearTimeout(retry)
    open()
  }
  return { open, close, openIfWaiting }
}

function parseEvent(data: string): LiveEvent | null {
  try {
    return liveEvent.parse(JSON.parse(data))
  } catch {
    // Of a newer server, perhaps: a page that does not know an event is not harmed by it.
    return null
  }
}

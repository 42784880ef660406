import type { ChangeFeed } from '@/lib/change-feed'

export interface EventStreamOptions {
  feed: ChangeFeed
  teamId: string
  /** Aborted when the browser has gone. */
  signal: AbortSignal
  /** Asked now and then: a stream must not outlive the session that opened it. */
  mayStay: () => Promise<boolean>
  /** What ends each stream that is open. */
  open: Set<() => void>
}

/** Proxies close connections on which nothing is said. */
const HEARTBEAT_MS = 15_000
const CHECK_MS = 15_000
/** What a browser that does not read may leave lying; then its stream ends, and it comes again. */
const MOST_WAITING = 1_000

/**
 * What changes, as server-sent events: `data: {"kind": …, "id": …}`, and `event: resync` when changes may
 * have been missed, which is also how every stream begins.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const stream = new EventStream(options)
  return new ReadableStream(
    { start: (controller) => stream.start(controller), cancel: () => stream.end() },
    new CountQueuingStrategy({ highWaterMark: MOST_WAITING }),
  )
}

class EventStream {
  readonly #options: EventStreamOptions
  readonly #encoder = new TextEncoder()
  readonly #timers: NodeJS.Timeout[] = []
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  #unlisten = () => {}

  constructor(options: EventStreamOptions) {
    this.#options = options
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { feed, teamId, signal, open } = this.#options
    this.#controller = controller
    // How soon the browser comes again after the connection was lost, in milliseconds.
    this.#say('retry: 1000\n\nevent: resync\ndata: {}\n\n')
    this.#timers.push(setInterval(() => this.#say(': still here\n\n'), HEARTBEAT_MS))
    this.#timers.push(setInterval(() => void this.#endUnlessWelcome(), CHECK_MS))
    this.#unlisten = feed.listen(teamId, {
      changed: (change) => this.#say(`data: ${JSON.stringify(change)}\n\n`),
      resync: () => this.#say('event: resync\ndata: {}\n\n'),
      troubled: () => this.#say('event: trouble\ndata: {}\n\n'),
    })
    open.add(this.end)
    signal.addEventListener('abort', this.end)
    if (signal.aborted) this.end()
  }

  readonly end = (): void => {
    const controller = this.#controller
    if (controller === null) return
    this.#controller = null
    for (const timer of this.#timers) clearInterval(timer)
    this.#unlisten()
    this.#options.open.delete(this.end)
    this.#options.signal.removeEventListener('abort', this.end)
    try {
      controller.close()
    } catch {
      // The browser cancelled: it is closed already.
    }
  }

  #say(text: string): void {
    if ((this.#controller?.desiredSize ?? 0) <= 0) this.end()
    this.#controller?.enqueue(this.#encoder.encode(text))
  }

  /** While the database is away nobody can tell, and nothing is told either. */
  async #endUnlessWelcome(): Promise<void> {
    if (!(await this.#options.mayStay().catch(() => true))) this.end()
  }
}

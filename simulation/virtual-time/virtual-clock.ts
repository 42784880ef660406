import type { Client } from 'pg'

/** The one clock of a simulation: the database's, this process's monotonic one and every timeout's. */
export class VirtualClock {
  readonly #client: Client
  #timeouts: { atMs: number; controller: AbortController }[] = []
  #nowMs: number

  /** `client` is connected to a database where `installClock` was; nobody else moves its clock. */
  constructor(client: Client, startMs: number) {
    this.#client = client
    this.#nowMs = startMs
  }

  /** Epoch milliseconds. */
  get nowMs(): number {
    return this.#nowMs
  }

  now = (): Date => new Date(this.#nowMs)

  /** Time never goes back: an instant that has passed leaves it where it is. */
  async moveTo(ms: number): Promise<void> {
    const { rows } = await this.#client.query<{ ms: string }>({
      name: 'move',
      text: 'SELECT virtual.move_to($1) AS ms',
      values: [Math.round(ms)],
    })
    this.#nowMs = Number(rows[0]?.ms ?? this.#nowMs)
    const passed = this.#timeouts.filter(({ atMs }) => atMs <= this.#nowMs)
    if (passed.length === 0) return
    this.#timeouts = this.#timeouts.filter(({ atMs }) => atMs > this.#nowMs)
    for (const { controller } of passed) controller.abort()
  }

  /** Catches up with a statement that waited. */
  catchUp(): Promise<void> {
    return this.moveTo(this.#nowMs)
  }

  /** What `AbortSignal.timeout` gives, by this clock. */
  timeout = (ms: number): AbortSignal => {
    const controller = new AbortController()
    this.#timeouts.push({ atMs: this.#nowMs + ms, controller })
    return controller.signal
  }
}

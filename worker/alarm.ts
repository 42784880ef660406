import { Client } from 'pg'
import type { Log } from '@/lib/log'
import { nextWakeUp } from '@/lib/queue/next-wake-up'
import { DUE_NOW, type Queue, WAKE_UP_CHANNEL } from '@/lib/queue/wake-up'

/** Rings when a wake-up of a queue comes due, to the millisecond, without polling for it. */
export interface Alarm {
  stop(): Promise<void>
}

export interface AlarmOptions {
  databaseUrl: string
  queue: Queue
  /** How long before a wake-up is due it rings. */
  aheadMs: number
  ring: () => void
  log: Log
}

/** The floor under everything that notifications and timers may miss; also finds a connection that fell silent. */
const POLL_MS = 2_000
/** An answer that takes longer counts as a lost connection. */
const ANSWER_MS = 5_000
const RECONNECT_MS = 1_000
/** Timers may fire a millisecond early; and no timer is set further ahead than this. */
const EARLY_MS = 1
const FURTHEST_MS = 60_000

/**
 * Keeps one timer set to the next due instant. How long that is away is asked of the database, whose
 * clock judges what is due, and measured by the monotonic clock: this machine's wall clock does not
 * matter. An earlier wake-up is heard of by `LISTEN`; after a lost connection everything is asked anew.
 */
export function startAlarm(options: AlarmOptions): Alarm {
  const alarm = new DueAlarm(options)
  void alarm.connect()
  return alarm
}

class DueAlarm implements Alarm {
  readonly #options: AlarmOptions
  readonly #poll: NodeJS.Timeout
  #client: Client | null = null
  #listening = false
  #timer: NodeJS.Timeout | undefined
  /** What the timer is set to, in epoch milliseconds of the database's clock. */
  #setTo = Number.POSITIVE_INFINITY
  #arming = false
  #armAgain = false
  #stopped = false

  constructor(options: AlarmOptions) {
    this.#options = options
    this.#poll = setInterval(() => {
      options.ring()
      void this.#arm()
    }, POLL_MS)
  }

  async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.#options.databaseUrl,
      application_name: 'shipclock alarm',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    })
    const lose = (error: unknown) => this.#lose(client, error)
    client.on('error', lose)
    client.on('end', () => lose(new Error('The connection ended.')))
    client.on('notification', ({ payload }) => this.#hear(payload))
    try {
      this.#client = client
      await client.connect()
      await client.query(`LISTEN ${WAKE_UP_CHANNEL}`)
      this.#listening = true
      // Whatever was told while nobody listened.
      this.#options.ring()
      await this.#arm()
    } catch (error) {
      lose(error)
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#poll)
    clearTimeout(this.#timer)
    await this.#client?.end().catch(() => undefined)
  }

  #lose(client: Client, error: unknown): void {
    if (client !== this.#client) return
    this.#client = null
    this.#listening = false
    client.end().catch(() => undefined)
    if (this.#stopped) return
    this.#options.log.warn({ error }, 'worker.alarm_failed')
    setTimeout(() => {
      if (!this.#stopped) void this.connect()
    }, RECONNECT_MS)
  }

  /** Somebody asked for a wake-up: it rings now, or the timer is moved if it is the next one. */
  #hear(payload: string | undefined): void {
    const [queue, at] = (payload ?? '').split(' ')
    if (queue !== this.#options.queue) return
    if (at === DUE_NOW) this.#options.ring()
    else if (!(Number(at) >= this.#setTo)) void this.#arm()
  }

  async #arm(): Promise<void> {
    this.#armAgain = true
    const client = this.#client
    if (this.#arming || client === null || !this.#listening) return
    this.#arming = true
    try {
      while (this.#armAgain && client === this.#client && !this.#stopped) {
        this.#armAgain = false
        await this.#setTimer(client)
      }
    } catch (error) {
      this.#lose(client, error)
    } finally {
      this.#arming = false
    }
  }

  async #setTimer(client: Client): Promise<void> {
    const next = await nextWakeUp(client, this.#options.queue, this.#options.aheadMs)
    clearTimeout(this.#timer)
    this.#setTo = next.at ?? Number.POSITIVE_INFINITY
    if (next.isDue) this.#options.ring()
    if (next.inMs === null) return
    this.#timer = setTimeout(
      () => {
        this.#options.ring()
        void this.#arm()
      },
      Math.min(next.inMs + EARLY_MS, FURTHEST_MS),
    )
  }
}

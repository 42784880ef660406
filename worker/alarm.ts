import { Client } from 'pg'
import type { Log } from '@/lib/log'
import { nextWakeUp } from '@/lib/queue/next-wake-up'
import { WAKE_UP_CHANNEL } from '@/lib/queue/wake-up'

/** Rings when a wake-up comes due, to the millisecond, without polling for it. */
export interface Alarm {
  stop(): Promise<void>
}

/** The floor under everything that notifications and timers may miss. */
const POLL_MS = 2_000
/** A silent connection is noticed and replaced after at most this long. */
const CHECK_MS = 5_000
const RECONNECT_MS = 1_000
/** Timers may fire a millisecond early; and no timer is set further ahead than this. */
const EARLY_MS = 1
const FURTHEST_MS = 60_000

/**
 * Keeps one timer set to the next due instant. How long that is away is asked of the database, whose
 * clock judges what is due, and measured by the monotonic clock: this machine's wall clock does not
 * matter. An earlier wake-up is heard of by `LISTEN`; after a lost connection everything is asked anew.
 */
export function startAlarm(options: { databaseUrl: string; ring: () => void; log: Log }): Alarm {
  const alarm = new DueAlarm(options)
  void alarm.connect()
  return alarm
}

class DueAlarm implements Alarm {
  readonly #options: { databaseUrl: string; ring: () => void; log: Log }
  readonly #poll: NodeJS.Timeout
  #client: Client | null = null
  #check: NodeJS.Timeout | undefined
  #timer: NodeJS.Timeout | undefined
  /** What the timer is set to, in epoch milliseconds of the database's clock. */
  #setTo = Number.POSITIVE_INFINITY
  #arming = false
  #armAgain = false
  #stopped = false

  constructor(options: { databaseUrl: string; ring: () => void; log: Log }) {
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
      connectionTimeoutMillis: CHECK_MS,
      query_timeout: CHECK_MS,
    })
    let lost = false
    const lose = (error: unknown) => {
      if (lost) return
      lost = true
      this.#lose(client, error)
    }
    client.on('error', lose)
    client.on('end', () => lose(new Error('The connection ended.')))
    client.on('notification', ({ payload }) => this.#hear(Number(payload)))
    try {
      await client.connect()
      await client.query(`LISTEN ${WAKE_UP_CHANNEL}`)
      this.#client = client
      this.#check = setInterval(() => void client.query('SELECT 1').catch(lose), CHECK_MS)
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
    clearInterval(this.#check)
    clearTimeout(this.#timer)
    await this.#client?.end().catch(() => undefined)
  }

  #lose(client: Client, error: unknown): void {
    clearInterval(this.#check)
    this.#client = null
    client.end().catch(() => undefined)
    if (this.#stopped) return
    this.#options.log.warn({ error }, 'worker.alarm_failed')
    setTimeout(() => {
      if (!this.#stopped) void this.connect()
    }, RECONNECT_MS)
  }

  /** Somebody asked for a wake-up at `at`: the timer is moved only if that is the next one. */
  #hear(at: number): void {
    if (!(at >= this.#setTo)) void this.#arm()
  }

  async #arm(): Promise<void> {
    this.#armAgain = true
    if (this.#arming) return
    this.#arming = true
    try {
      while (this.#armAgain && this.#client && !this.#stopped) {
        this.#armAgain = false
        await this.#setTimer(this.#client)
      }
    } catch (error) {
      // The connection's own check replaces it; the poll goes on meanwhile.
      this.#options.log.warn({ error }, 'worker.alarm_failed')
    } finally {
      this.#arming = false
    }
  }

  async #setTimer(client: Client): Promise<void> {
    const next = await nextWakeUp(client)
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

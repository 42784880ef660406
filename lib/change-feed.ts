import { Client } from 'pg'
import { z } from 'zod'
import type { Log } from '@/lib/log'

/** Something of a team's changed: whoever shows it should look again. */
export interface Change {
  kind: 'deployment' | 'cloud_account'
  id: string
}

export interface ChangeListener {
  changed(change: Change): void
  /** Changes may have been missed: look at everything again. */
  resync(): void
  /** The connection to the database broke, or the database takes no changes (any more). */
  troubled(): void
}

/** Tells of changes to all who listen in this process, over one connection to the database. */
export interface ChangeFeed {
  /** Until the returned function is called. */
  listen(teamId: string, listener: ChangeListener): () => void
  close(): Promise<void>
}

/** Triggers write to it; see the first migration. */
const CHANNEL = 'shipclock_changes'
const CHECK_MS = 5_000
const FIRST_RETRY_MS = 250
/** Pages are to show what is so within five seconds after the database is back. */
const LONGEST_RETRY_MS = 2_000

const changeShape = z.object({
  teamId: z.string(),
  kind: z.enum(['deployment', 'cloud_account']),
  id: z.string(),
})

/** Connects when the first listener comes. A connection that is lost, or silent, is replaced by itself. */
export function openChangeFeed(options: { databaseUrl: string; log: Log }): ChangeFeed {
  return new PostgresChangeFeed(options)
}

class PostgresChangeFeed implements ChangeFeed {
  readonly #options: { databaseUrl: string; log: Log }
  readonly #listeners = new Map<ChangeListener, string>()
  #client: Client | null = null
  #check: NodeJS.Timeout | undefined
  #retry: NodeJS.Timeout | undefined
  #retryMs = FIRST_RETRY_MS
  #isReadOnly = false
  #isStarted = false
  #isClosed = false

  constructor(options: { databaseUrl: string; log: Log }) {
    this.#options = options
  }

  listen(teamId: string, listener: ChangeListener): () => void {
    this.#listeners.set(listener, teamId)
    if (this.#isReadOnly) listener.troubled()
    if (!this.#isStarted) {
      this.#isStarted = true
      void this.#connect()
    }
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#check)
    clearTimeout(this.#retry)
    await this.#client?.end().catch(() => undefined)
  }

  async #connect(): Promise<void> {
    const client = new Client({
      connectionString: this.#options.databaseUrl,
      application_name: 'shipclock changes',
      keepAlive: true,
      connectionTimeoutMillis: CHECK_MS,
      query_timeout: CHECK_MS,
    })
    this.#client = client
    this.#isReadOnly = false
    let isLost = false
    const lose = (error: unknown) => {
      if (!isLost) this.#lose(client, error)
      isLost = true
    }
    client.on('error', lose)
    client.on('end', () => lose(new Error('The connection ended.')))
    client.on('notification', ({ payload }) => this.#tell(payload ?? ''))
    try {
      await client.connect()
      await client.query(`LISTEN ${CHANNEL}`)
      this.#check = setInterval(() => void this.#look(client).catch(lose), CHECK_MS)
      this.#retryMs = FIRST_RETRY_MS
      this.#options.log.debug({}, 'change_feed.connected')
      // Also after the first connection: a page was read before we listened.
      for (const listener of this.#listeners.keys()) listener.resync()
    } catch (error) {
      lose(error)
    }
  }

  /** Also finds a connection that fell silent. */
  async #look(client: Client): Promise<void> {
    const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only')
    const isReadOnly = rows[0]?.transaction_read_only === 'on'
    if (isReadOnly && !this.#isReadOnly) this.#tellTrouble()
    this.#isReadOnly = isReadOnly
  }

  #lose(client: Client, error: unknown): void {
    clearInterval(this.#check)
    client.end().catch(() => undefined)
    if (this.#isClosed) return
    this.#tellTrouble()
    this.#options.log.warn({ error }, 'change_feed.lost')
    this.#retry = setTimeout(() => void this.#connect(), this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS)
  }

  #tellTrouble(): void {
    for (const listener of this.#listeners.keys()) listener.troubled()
  }

  #tell(payload: string): void {
    const change = changeShape.safeParse(parseJson(payload))
    if (!change.success) return
    const { teamId, kind, id } = change.data
    for (const [listener, team] of this.#listeners) if (team === teamId) listener.changed({ kind, id })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Anybody who can connect to the database can write to the channel.
    return null
  }
}

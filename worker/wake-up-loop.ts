import type { Log } from '@/lib/log'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
import type { DueWakeUps, TakenWakeUp } from '@/lib/queue/due-wake-ups'
import type { Queue } from '@/lib/queue/wake-up'

/** Takes the wake-ups of one queue that are due, and hands them on, many at a time. */
export interface WakeUpLoop {
  /** Looks for due wake-ups now. */
  ring(): void
  /** Takes no more, and waits for those in hand, `graceMs` at the most. */
  stop(graceMs: number): Promise<void>
}

export interface WakeUpLoopOptions {
  queue: Queue
  dueWakeUps: DueWakeUps
  /** Cuts what was taken together into what is handled together. */
  group: (taken: TakenWakeUp[]) => TakenWakeUp[][]
  /** Handles wake-ups and settles each. */
  handle: (together: TakenWakeUp[]) => Promise<void>
  /** Handles one that was tried too often. */
  giveUp: (taken: TakenWakeUp) => Promise<void>
  /** Wake-ups in hand at once, and taken in one go. */
  concurrency: number
  batch: number
  /** How long before a wake-up is due it is taken: the handler waits for the instant. */
  aheadMs: number
  /** How long after a worker's death another one gets what it had in hand. */
  takenForMs: number
  log: Log
}

/** One that failed as often by its own doing is stopped. */
const MOST_FAILURES = 3
/** Workers are killed for reasons of their own; one in whose hands they die as often is no accident. */
const MOST_LOSSES = 10
const RETRY_MS = 1_000

export function startWakeUpLoop(options: WakeUpLoopOptions): WakeUpLoop {
  return new Loop(options)
}

class Loop implements WakeUpLoop {
  readonly #options: WakeUpLoopOptions
  readonly #inHand = new Map<TakenWakeUp, { since: number; done: Promise<void> }>()
  readonly #keeping: NodeJS.Timeout
  #stopped = false
  #taking: Promise<void> | null = null
  #takeAgain = false
  /** Teams that had a full batch since the others had their turn. */
  #served = new Set<string>()
  #suspect: Promise<void> | null = null

  constructor(options: WakeUpLoopOptions) {
    this.#options = options
    this.#keeping = setInterval(() => this.#keep(), options.takenForMs / 4)
  }

  ring(): void {
    this.#takeDue()
    if (this.#suspect === null && !this.#stopped) {
      this.#suspect = this.#takeSuspects().finally(() => {
        this.#suspect = null
      })
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopped = true
    const grace = new Promise((resolve) => setTimeout(resolve, graceMs).unref())
    await Promise.race([this.#finish(), grace])
    clearInterval(this.#keeping)
  }

  /** What is being taken at this moment is handled too: nobody else would have it before its time is up. */
  async #finish(): Promise<void> {
    await this.#taking
    await Promise.allSettled([...this.#inHand.values()].map(({ done }) => done))
    await this.#suspect
  }

  get #room(): number {
    return this.#options.concurrency - this.#inHand.size
  }

  #takeDue(): void {
    this.#takeAgain = true
    this.#taking ??= this.#takeAll().finally(() => {
      this.#taking = null
      // It rang between the last look and now.
      if (this.#takeAgain && !this.#stopped && this.#room > 0) this.#takeDue()
    })
  }

  async #takeAll(): Promise<void> {
    try {
      while (this.#takeAgain && !this.#stopped && this.#room > 0) await this.#takeBatch()
    } catch (error) {
      // The next ring, two seconds away at most, tries again.
      this.#takeAgain = false
      this.#options.log.warn({ error }, 'worker.fetch_failed')
    }
  }

  /** Teams take turns: after a full batch those that had one stand back until the others have had theirs. */
  async #takeBatch(): Promise<void> {
    const { queue, dueWakeUps, aheadMs, batch, takenForMs, group } = this.#options
    const limit = Math.min(batch, this.#room)
    const exceptTeams = [...this.#served]
    this.#takeAgain = false
    const order = { queue, limit, aheadMs, forMs: takenForMs, exceptTeams, suspects: false }
    const taken = await dueWakeUps.take(order)
    if (taken.length === limit) {
      for (const { wakeUp } of taken) if (wakeUp !== null) this.#served.add(wakeUp.teamId)
      this.#takeAgain = true
    } else if (exceptTeams.length > 0) {
      this.#served.clear()
      this.#takeAgain = true
    }
    for (const together of group(taken)) this.#hand(together)
  }

  /** One at a time: what failed before, perhaps by killing its worker, takes nothing with it again. */
  async #takeSuspects(): Promise<void> {
    const { queue, dueWakeUps, aheadMs, takenForMs, log } = this.#options
    const order = { queue, limit: 1, aheadMs, forMs: takenForMs, suspects: true }
    try {
      while (!this.#stopped) {
        const [suspect] = await dueWakeUps.take(order)
        if (suspect === undefined) return
        await this.#hand([suspect])
      }
    } catch (error) {
      log.warn({ error }, 'worker.fetch_failed')
    }
  }

  #hand(together: TakenWakeUp[]): Promise<void> {
    const done = this.#handle(together).finally(() => {
      const wasFull = this.#room <= 0
      for (const taken of together) this.#inHand.delete(taken)
      if (wasFull) this.#takeDue()
    })
    const since = performance.now()
    for (const taken of together) this.#inHand.set(taken, { since, done })
    return done
  }

  /** Never throws: what a handler throws is tried again, and what the queue throws rings again by itself. */
  async #handle(together: TakenWakeUp[]): Promise<void> {
    try {
      const hopeless = together.filter(isHopeless)
      for (const taken of hopeless) await this.#options.giveUp(taken)
      const hopeful = together.filter((taken) => !isHopeless(taken))
      if (hopeful.length > 0) await this.#options.handle(hopeful)
    } catch (error) {
      const [only] = together
      if (only !== undefined && together.length === 1) await this.#fail(only, error)
      // One of them did it: alone, the others are none the worse for it.
      else for (const taken of together) await this.#handle([taken])
    }
  }

  async #fail(taken: TakenWakeUp, error: unknown): Promise<void> {
    const { dueWakeUps, log } = this.#options
    // When the database is away, nothing is wrong with the wake-up.
    const counts = !(error instanceof DatabaseUnavailable)
    const tries = taken.failures + 1
    log.error({ error, wakeUpId: taken.id, wakeUp: taken.wakeUp, tries, counts }, 'job.failed')
    const afterMs = counts ? RETRY_MS * 2 ** taken.failures : RETRY_MS
    await dueWakeUps.failed(taken.id, { afterMs, counts }).catch((cause: unknown) => {
      log.warn({ error: cause, wakeUpId: taken.id }, 'job.settle_failed')
    })
  }

  #keep(): void {
    const { dueWakeUps, takenForMs, log } = this.#options
    const longAgo = performance.now() - takenForMs / 2
    const ids = [...this.#inHand].filter(([, { since }]) => since < longAgo).map(([{ id }]) => id)
    if (ids.length === 0) return
    dueWakeUps.keep(ids, takenForMs).catch((error: unknown) => {
      log.warn({ error }, 'worker.heartbeat_failed')
    })
  }
}

function isHopeless({ wakeUp, failures, losses }: TakenWakeUp): boolean {
  return wakeUp === null || failures >= MOST_FAILURES || losses >= MOST_LOSSES
}

import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Put, World } from './world.ts'

/** One mutating call as the ledger tells it. Refused and lost ones are told too, with the effect `none`. */
export type LedgerEntry = {
  seq: number
  /** By the sandbox's clock, ISO 8601. */
  at: string
  operation: string
  cluster: string | null
  service: string | null
  /** What was asked, without what is long or may be secret. */
  request: Record<string, unknown>
  /** What changed, e.g. `rollout_started ecs-svc/… task-definition …`; `none` where nothing did. */
  effect: string
  /** `ok`, the code of the error that was answered, or how a fault kept the answer back. */
  answer: string
  caller: { accessKeyId: string; sessionName: string | null; arn: string }
}

/** One line of the file: what a call did and the records that it wrote. Either all of it is kept or nothing. */
type Line = { ledger?: LedgerEntry; puts: Put[] }

/**
 * The state and the ledger in one append-only file. A line is written before its call is answered, by one
 * write, so that after a kill the ledger and the state agree; a line that a kill cut short is dropped, for
 * nobody was told of it.
 */
export class Journal {
  readonly #file: string | null
  readonly #entries: LedgerEntry[] = []

  constructor(file: string | null) {
    this.#file = file
    if (file !== null) mkdirSync(dirname(file), { recursive: true })
  }

  /** Brings the world to where the file says it was left. */
  replay(world: World): void {
    if (this.#file === null || !existsSync(this.#file)) return
    const bytes = readFileSync(this.#file)
    const whole = bytes.lastIndexOf('\n'.charCodeAt(0)) + 1
    if (whole < bytes.length) truncateSync(this.#file, whole)
    for (const text of bytes.subarray(0, whole).toString().split('\n')) {
      if (text === '') continue
      // Only this class writes the file, and only whole lines of this type.
      const line = JSON.parse(text) as Line
      for (const put of line.puts) world.apply(put)
      if (line.ledger !== undefined) this.#entries.push(line.ledger)
    }
  }

  /** Keeps what one call changed, and what the ledger tells of it, if it is one to be told. */
  write(puts: Put[], told: Omit<LedgerEntry, 'seq'> | null): void {
    if (puts.length === 0 && told === null) return
    const ledger = told === null ? undefined : { seq: this.#entries.length + 1, ...told }
    if (this.#file !== null) {
      const line: Line = ledger === undefined ? { puts } : { ledger, puts }
      appendFileSync(this.#file, `${JSON.stringify(line)}\n`)
    }
    if (ledger !== undefined) this.#entries.push(ledger)
  }

  /** The ledger, oldest first; only what concerned one service or cluster, where a name is given. */
  ledger(service: string | null, cluster: string | null): readonly LedgerEntry[] {
    return this.#entries.filter(
      (entry) =>
        (service === null || entry.service === service) && (cluster === null || entry.cluster === cluster),
    )
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.length = 0
    if (this.#file !== null && existsSync(this.#file)) truncateSync(this.#file, 0)
  }
}

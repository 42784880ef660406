import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

/** How a process ended. */
export interface Death {
  name: string
  pid: number
  /** Epoch milliseconds. */
  at: number
  signal: NodeJS.Signals | null
  /** `us`: killed from outside. `failpoint`: it killed itself where it was told to. `itself`: anything else. */
  by: 'us' | 'failpoint' | 'itself'
}

export interface SupervisedOptions {
  name: string
  /** `generation` counts the starts, from 0. */
  start(generation: number): ChildProcess
  onDeath(death: Death): void
  /** Before the next start, when it ended otherwise than by `kill`. */
  pauseMs: number
}

/** A process that is started again whenever it ends. */
export interface Supervised {
  /** Of the process that runs now; null between two. */
  readonly pid: number | null
  /** It has finished starting, as far as anybody noticed, and is not frozen. */
  readonly isUp: boolean
  noticeUp(pid: number): void
  /** SIGKILL, and a start after `pauseMs`. False when it does not live. */
  kill(pauseMs: number): boolean
  /** SIGSTOP, and SIGCONT after `forMs`. False when it does not live. */
  freeze(forMs: number): boolean
  /** SIGCONT, unless it is frozen by `freeze`: for one that stopped itself. */
  thaw(): void
  /** Ends it for good. */
  end(): Promise<void>
}

export function supervise(options: SupervisedOptions): Supervised {
  return new SupervisedProcess(options)
}

class SupervisedProcess implements Supervised {
  readonly #options: SupervisedOptions
  #generation = 0
  #child: ChildProcess | null = null
  #upPid: number | null = null
  #killedWithPauseMs: number | null = null
  #frozen: NodeJS.Timeout | null = null
  #ending = false
  #ended: Promise<void> = Promise.resolve()

  constructor(options: SupervisedOptions) {
    this.#options = options
    this.#start()
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  get isUp(): boolean {
    return this.#upPid !== null && this.#upPid === this.pid && this.#frozen === null
  }

  noticeUp(pid: number): void {
    this.#upPid = pid
  }

  kill(pauseMs: number): boolean {
    if (this.#child === null || this.#killedWithPauseMs !== null) return false
    this.#killedWithPauseMs = pauseMs
    this.#upPid = null
    return this.#child.kill('SIGKILL')
  }

  freeze(forMs: number): boolean {
    const child = this.#child
    if (child === null || this.#frozen !== null) return false
    this.#frozen = setTimeout(() => {
      this.#frozen = null
      child.kill('SIGCONT')
    }, forMs)
    return child.kill('SIGSTOP')
  }

  thaw(): void {
    if (this.#frozen === null) this.#child?.kill('SIGCONT')
  }

  async end(): Promise<void> {
    this.#ending = true
    this.#child?.kill('SIGKILL')
    await this.#ended
  }

  #start(): void {
    const child = this.#options.start(this.#generation)
    this.#generation += 1
    this.#child = child
    this.#ended = new Promise((resolve) => {
      child.once('exit', (_code, signal) => {
        this.#died(child, signal)
        resolve()
      })
    })
  }

  #died(child: ChildProcess, signal: NodeJS.Signals | null): void {
    const killed = this.#killedWithPauseMs
    if (this.#frozen !== null) clearTimeout(this.#frozen)
    this.#child = null
    this.#upPid = null
    this.#frozen = null
    this.#killedWithPauseMs = null
    if (this.#ending) return
    const by = killed !== null ? 'us' : signal === 'SIGKILL' ? 'failpoint' : 'itself'
    this.#options.onDeath({ name: this.#options.name, pid: child.pid ?? 0, at: Date.now(), signal, by })
    void delay(killed ?? this.#options.pauseMs).then(() => {
      if (!this.#ending) this.#start()
    })
  }
}

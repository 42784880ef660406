import { deploymentsWithoutWakeUp, runsWithoutWakeUp } from '@/lib/postgres/lost-wake-ups'
import { endLeases } from '@/lib/postgres/runs'
import { rescueWakeUps } from '@/lib/use-cases/rescue-wake-ups'
import { verifyAndRepair } from '@/lib/use-cases/verify-and-repair'
import type { Platform } from '@/simulation/platform/platform'
import type { Stage } from '@/simulation/stage'
import type { Disturbance } from '@/simulation/witness'
import { LOOP_SETTINGS } from './loop-settings'
import { deploymentsIn, type Employer, SimulatedWorker } from './simulated-worker'

/** As the worker itself has it: lib/use-cases/rescue-wake-ups.ts, and its interval on top. */
const LOST_AFTER_MS = 20_000
const RESCUE_AFTER_MS = 25_000
const SETTLED_AFTER_MS = 120_000

/** All workers there are, and whoever starts them again. */
export class Crew implements Employer {
  readonly #stage: Stage
  readonly #platform: Platform
  #workers: SimulatedWorker[] = []
  #started = 0
  readonly #closing: Promise<void>[] = []
  #downUntilMs = 0
  /** Wake-ups that anybody has taken so far. */
  taken = 0
  #noWorker: Disturbance | null = null
  #isClosed = false
  #rescueIsPlanned = false
  #lastActiveMs = 0

  constructor(stage: Stage, platform: Platform) {
    this.#stage = stage
    this.#platform = platform
  }

  get awake(): SimulatedWorker[] {
    return this.#workers.filter(({ state }) => state === 'awake')
  }

  another(worker: SimulatedWorker): SimulatedWorker | null {
    return this.awake.find((one) => one !== worker) ?? null
  }

  /** Starts a worker, which looks after what was lost, and inherits what the one before had in hand. */
  async start(predecessor: { worker: SimulatedWorker; atFault: boolean } | null = null): Promise<void> {
    const { services } = this.#stage
    this.#started += 1
    const worker = new SimulatedWorker(`simulated/${this.#started}-`, this.#stage, this.#platform, this)
    if (predecessor !== null) {
      await worker.queue.giveBack(predecessor.worker.name, { atFault: predecessor.atFault })
      await services.database.asSystem((system) => endLeases(system, predecessor.worker.name))
      if (predecessor.atFault) this.#strike(predecessor.worker)
    }
    this.#workers.push(worker)
    this.onStateChange()
    await this.rescue()
  }

  /** Kills all of them; others are started after so long. */
  outage(ms: number): void {
    const { agenda, clock, witness } = this.#stage
    const count = Math.max(this.#workers.length, 1)
    witness.count('outages')
    this.#downUntilMs = Math.max(this.#downUntilMs, clock.nowMs + ms)
    for (const worker of [...this.#workers]) worker.die(false)
    agenda.at(this.#downUntilMs, async () => {
      if (clock.nowMs < this.#downUntilMs || this.#workers.length > 0) return
      for (let started = 0; started < Math.max(count, 2); started += 1) await this.start()
    })
  }

  onDeath(worker: SimulatedWorker, atFault: boolean): void {
    if (this.#isClosed) return
    const { agenda, clock, dice, witness } = this.#stage
    this.#workers = this.#workers.filter((one) => one !== worker)
    this.#closing.push(worker.queue.close())
    witness.count('deaths')
    witness.disturb({
      ...{ what: 'died', fromMs: clock.nowMs, about: deploymentsIn(worker.inHand) },
      untilMs: clock.nowMs + LOOP_SETTINGS['wake-up'].takenForMs,
    })
    this.onStateChange()
    if (clock.nowMs < this.#downUntilMs) return
    // Who dies of what it does, dies under its supervisor's eyes; the others may have been on a machine that is gone.
    const predecessor = atFault || dice.happens(0.5) ? { worker, atFault } : null
    agenda.at(clock.nowMs + dice.whole(200, 3_000), async () => {
      if (clock.nowMs >= this.#downUntilMs) await this.start(predecessor)
    })
  }

  onTaken(count: number): void {
    this.taken += count
  }

  onStateChange(): void {
    const { clock, witness } = this.#stage
    const isNobody = this.awake.length === 0
    if (isNobody && this.#noWorker === null) {
      const span = { fromMs: clock.nowMs, untilMs: Number.POSITIVE_INFINITY }
      this.#noWorker = witness.disturb({ what: 'no_worker', ...span, about: null })
    } else if (!isNobody && this.#noWorker !== null) {
      this.#noWorker.untilMs = clock.nowMs
      this.#noWorker = null
    }
  }

  /** The workers look every few seconds; nothing can have been lost since nothing happened any more. */
  rescueSoon(): void {
    this.#lastActiveMs = this.#stage.clock.nowMs
    if (!this.#rescueIsPlanned) this.#planRescue()
  }

  #planRescue(): void {
    const { agenda, clock } = this.#stage
    this.#rescueIsPlanned = true
    agenda.at(this.#lastActiveMs + RESCUE_AFTER_MS, async () => {
      this.#rescueIsPlanned = false
      await this.rescue()
      const isQuiet = clock.nowMs >= this.#lastActiveMs + RESCUE_AFTER_MS
      if (!isQuiet && !this.#rescueIsPlanned) this.#planRescue()
    })
  }

  async rescue(): Promise<void> {
    if (this.awake.length === 0) return
    const { services, witness } = this.#stage
    const lost = await services.database.asSystem(async (system) => {
      const before = new Date((await system.now()).getTime() - LOST_AFTER_MS)
      return [
        ...(await deploymentsWithoutWakeUp(system, before)),
        ...(await runsWithoutWakeUp(system, before)),
      ]
    })
    if (lost.length === 0) return
    for (const { id } of lost) {
      witness.count('rescued')
      if (!witness.robbed.delete(id)) witness.lostByItself.push(id)
    }
    await rescueWakeUps(services)
    this.rescueSoon()
  }

  /** As the workers do every hour: repairs what was lost, and leaves nothing broken. */
  async verify(): Promise<void> {
    const { clock, services, witness } = this.#stage
    if (this.awake.length === 0) return
    const verified = await verifyAndRepair(services, { everyMs: 0 })
    if (verified === null) return
    witness.count('verified')
    // What nobody could look after has been waiting for longer than it may.
    if (clock.nowMs < this.#lastDisturbedMs() + SETTLED_AFTER_MS) return
    for (const { name, severity, count, first } of verified.invariants) {
      if (severity === 'fault' && count > 0) {
        witness.surprises.push(`${name} at ${clock.now().toISOString()}: ${JSON.stringify(first)}`)
      }
    }
  }

  /** The end of the last while in which there was nobody, somebody stood still, or the clock was wrong. */
  #lastDisturbedMs(): number {
    const { clock, witness } = this.#stage
    return Math.max(0, ...witness.disturbances.map(({ untilMs }) => Math.min(untilMs, clock.nowMs)))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const worker of this.#workers) worker.die(false)
    await Promise.all([...this.#workers.map(({ queue }) => queue.close()), ...this.#closing])
  }

  #strike(worker: SimulatedWorker): void {
    for (const { wakeUp } of worker.inHand) {
      if (wakeUp?.kind === 'deployment') this.#stage.witness.strike(wakeUp.deploymentId)
      if (wakeUp?.kind === 'run') this.#stage.witness.strike(wakeUp.runId)
    }
  }
}

import { aroundDatabase } from '@/lib/failpoints/around-database'
import { aroundHandler } from '@/lib/failpoints/around-handler'
import { aroundRollouts } from '@/lib/failpoints/around-rollouts'
import type { Log } from '@/lib/log'
import { type DueWakeUps, openDueWakeUps, type TakenWakeUp } from '@/lib/queue/due-wake-ups'
import type { Queue } from '@/lib/queue/wake-up'
import { failpointsOfTurn, type Victim } from '@/simulation/faults/failpoints-of-turn'
import type { Platform } from '@/simulation/platform/platform'
import type { Stage } from '@/simulation/stage'
import { groupStarts, makeGiveUp, makeHandler } from '@/worker/handlers'
import { startWakeUpLoop, type WakeUpLoop } from '@/worker/wake-up-loop'
import { LOOP_SETTINGS } from './loop-settings'
import { SimulatedDeath } from './simulated-death'
import { openWorkerLog } from './worker-log'

/** What failed is looked for no oftener: worker/alarm.ts. */
const NEXT_LOOK_MS = 2_000

/** Whom a worker tells of its end. */
export interface Employer {
  onDeath(worker: SimulatedWorker, atFault: boolean): void
  onStateChange(): void
  onTaken(count: number): void
  /** Somebody else who is awake, if there is one. */
  another(worker: SimulatedWorker): SimulatedWorker | null
}

/**
 * A worker process: its own loops, handlers, use cases and queue, without timers. It acts in turns, and
 * dies, stops and hangs in them by chance.
 */
export class SimulatedWorker implements Victim {
  readonly name: string
  /** What it took and has not settled. */
  readonly inHand = new Set<TakenWakeUp>()
  readonly queue: DueWakeUps
  readonly #stage: Stage
  readonly #platform: Platform
  readonly #employer: Employer
  readonly #log: Log
  readonly #loops: Record<Queue, WakeUpLoop>
  #state: Victim['state'] = 'awake'

  constructor(name: string, stage: Stage, platform: Platform, employer: Employer) {
    this.name = name
    this.#stage = stage
    this.#platform = platform
    this.#employer = employer
    this.#log = openWorkerLog(stage.witness)
    this.queue = openDueWakeUps({ databaseUrl: stage.databaseUrl, worker: name })
    this.#loops = { 'wake-up': this.#startLoop('wake-up'), 'run-step': this.#startLoop('run-step') }
  }

  get state(): Victim['state'] {
    return this.#state
  }

  /** Looks for due wake-ups; what it finds, it handles when its turn comes. */
  ring(queue: Queue): void {
    this.#loops[queue].ring()
  }

  die(atFault: boolean): void {
    if (this.#state === 'dead') return
    this.#state = 'dead'
    for (const loop of Object.values(this.#loops)) void loop.stop(0)
    this.#employer.onDeath(this, atFault)
  }

  async stop(ms: number): Promise<void> {
    const { clock, witness } = this.#stage
    const stopped = witness.disturb({
      ...{ what: 'stopped', fromMs: clock.nowMs, untilMs: Number.POSITIVE_INFINITY },
      about: deploymentsIn(this.inHand),
    })
    witness.count('stops')
    this.#state = 'stopped'
    this.#employer.onStateChange()
    await this.#stage.pass(ms)
    stopped.untilMs = clock.nowMs
    this.#dieIfDead()
    this.#state = 'awake'
    this.#employer.onStateChange()
  }

  /** Waits for something, while the rest of the process goes on. @throws SimulatedDeath when it dies meanwhile. */
  async wait(ms: number): Promise<void> {
    await this.#stage.pass(ms)
    this.#dieIfDead()
  }

  /** Wakes up what somebody else has handled already. */
  deliverAgain(together: TakenWakeUp[]): void {
    void this.#stage.turns
      .take(this, () => this.#handle(together))
      .catch((error: unknown) => this.#log.error({ error }, 'job.failed'))
  }

  #dieIfDead(): void {
    if (this.#state === 'dead') throw new SimulatedDeath()
  }

  #startLoop(queue: Queue): WakeUpLoop {
    const { turns } = this.#stage
    return startWakeUpLoop({
      queue,
      ...LOOP_SETTINGS[queue],
      dueWakeUps: this.#inTurns(),
      group: groupStarts,
      handle: (together) => turns.take(this, () => this.#handle(together)),
      giveUp: (taken) => turns.take(this, () => this.#giveUp(taken)),
      log: this.#log,
    })
  }

  #inTurns(): DueWakeUps {
    const { turns } = this.#stage
    const { queue } = this
    return {
      ...queue,
      take: (order) =>
        turns.take(this, async () => {
          const taken = (await queue.take(order)).sort(inOrder)
          for (const one of taken) this.inHand.add(one)
          this.#employer.onTaken(taken.length)
          return taken
        }),
      // Nobody is at anything for so long that it would matter, but who was stopped, and then nobody keeps.
      keep: () => Promise.resolve(),
      failed: (wakeUpId, failure) =>
        turns.take(this, async () => {
          await queue.failed(wakeUpId, failure)
          const { clock, witness } = this.#stage
          const failed = [...this.inHand].filter(({ id }) => id === wakeUpId)
          for (const one of failed) this.inHand.delete(one)
          const span = { fromMs: clock.nowMs, untilMs: clock.nowMs + failure.afterMs + NEXT_LOOK_MS }
          witness.disturb({ what: 'thrown', ...span, about: deploymentsIn(failed) })
        }),
    }
  }

  async #handle(together: TakenWakeUp[]): Promise<void> {
    const { clock, dice, rates, services, witness } = this.#stage
    const dueInMs = (together[0]?.dueAt.getTime() ?? 0) - clock.nowMs
    // Opened early, or not before the instant itself: what others do in between must not matter.
    if (dueInMs > 0 && dice.happens(0.5)) await this.wait(dueInMs)
    const failpoints = failpointsOfTurn(this.#stage, this, together)
    const executor = {
      ...services,
      workerName: this.name,
      database: aroundDatabase(services.database, failpoints),
      rollouts: aroundRollouts(this.#platform.rolloutsFor(this), failpoints),
    }
    const handler = makeHandler({ services: executor, dueWakeUps: this.queue, log: this.#log })
    await aroundHandler(handler, failpoints)(together)
    await clock.catchUp()
    for (const one of together) this.inHand.delete(one)
    if (!dice.happens(rates.twice)) return
    witness.count('delivered_again')
    const other = dice.happens(0.5) ? this : this.#employer.another(this)
    other?.deliverAgain(together)
  }

  async #giveUp(taken: TakenWakeUp): Promise<void> {
    const failpoints = failpointsOfTurn(this.#stage, this, [])
    const { services } = this.#stage
    const executor = {
      ...services,
      workerName: this.name,
      database: aroundDatabase(services.database, failpoints),
      rollouts: this.#platform.rolloutsFor(this),
    }
    await makeGiveUp({ services: executor, dueWakeUps: this.queue, log: this.#log })(taken)
    this.inHand.delete(taken)
  }
}

/** Rows that are due in the same instant come in an order of PostgreSQL's own. */
function inOrder(one: TakenWakeUp, other: TakenWakeUp): number {
  return one.dueAt.getTime() - other.dueAt.getTime() || (one.id < other.id ? -1 : 1)
}

/** Those that wait to be started. */
export function deploymentsIn(taken: Iterable<TakenWakeUp>): Set<string> {
  const ids = [...taken].flatMap(({ wakeUp }) => (wakeUp?.kind === 'deployment' ? [wakeUp.deploymentId] : []))
  return new Set(ids)
}

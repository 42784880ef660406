import { assertNever } from '@/lib/domain/assert-never'
import type { Dice } from './dice'

/** What a rollout is made to do, told to the sandbox by the image's tag or by an order for that service. */
export type PlannedOutcome = 'healthy' | 'crash' | 'missing' | 'superseded'

export interface PlannedService {
  name: string
  /** What ECS does about a rollout that fails: rolls back, gives up, or nothing at all. */
  breaker: 'rollback' | 'fail' | 'off'
}

export interface PlannedNode {
  service: string
  outcome: PlannedOutcome
  /** Distinct for every deployment of the run: by it the checker knows which one was meant. */
  image: string
  dependencies: PlannedNode[]
}

/** What somebody does to a deployment after it was scheduled; `afterMs` counts from its due time. */
export type PlannedAction =
  | { kind: 'cancel' | 'stop' | 'run_now'; afterMs: number }
  | { kind: 'move'; afterMs: number; byMs: number }

export interface PlannedOrder {
  /** Idempotency-Key and note. */
  key: string
  /** After the run's beginning. */
  askAtMs: number
  /** After it is asked for. */
  dueInMs: number
  root: PlannedNode
  action: PlannedAction | null
}

export interface PlannedWork {
  services: PlannedService[]
  orders: PlannedOrder[]
}

const KINDS = { single: 50, chain: 12, pair: 10, cancel: 10, cancel_at_due: 6, stop: 5, move: 8, run_now: 6 }
const OUTCOMES = { healthy: 80, crash: 10, missing: 6, superseded: 4 }
const DEPLOYMENTS_PER_SERVICE = 8

/** All deployments of a run: who asks when for what, and what becomes of each on the side of ECS. */
export function planWork(
  dice: Dice,
  options: { deployments: number; durationMs: number; seed: number },
): PlannedWork {
  const planner = new WorkPlanner(dice, options)
  while (planner.count < options.deployments) planner.next()
  planner.orders.sort((a, b) => a.askAtMs - b.askAtMs)
  return { services: planner.services, orders: planner.orders }
}

class WorkPlanner {
  readonly services: PlannedService[]
  readonly orders: PlannedOrder[] = []
  count = 0
  readonly #dice: Dice
  readonly #options: { deployments: number; durationMs: number; seed: number }
  readonly #shared: string[]

  constructor(dice: Dice, options: { deployments: number; durationMs: number; seed: number }) {
    this.#dice = dice
    this.#options = options
    const shared = Math.max(5, Math.ceil(options.deployments / DEPLOYMENTS_PER_SERVICE))
    this.services = Array.from({ length: shared }, (_, index) => ({
      name: `svc-${index}`,
      breaker: dice.pick(['rollback', 'rollback', 'fail', 'off'] as const),
    }))
    this.#shared = this.services.map(({ name }) => name)
  }

  next(): void {
    const kind = this.#dice.weighted(KINDS)
    const dueInMs = Math.round(this.#dice.between(5_000, 45_000))
    if (kind === 'pair') {
      this.#pair(dueInMs)
      return
    }
    const root = kind === 'chain' ? this.#chain(this.#dice.whole(1, 3)) : this.#node()
    this.#order(root, dueInMs, this.#action(kind, dueInMs))
  }

  #action(kind: Exclude<keyof typeof KINDS, 'pair'>, dueInMs: number): PlannedAction | null {
    const dice = this.#dice
    const early = Math.round(-dueInMs * dice.between(0.1, 0.9))
    switch (kind) {
      case 'single':
      case 'chain':
        return null
      case 'cancel':
      case 'run_now':
        return { kind, afterMs: early }
      case 'cancel_at_due':
        return { kind: 'cancel', afterMs: Math.round(dice.between(-50, 50)) }
      case 'stop':
        return { kind, afterMs: Math.round(dice.between(300, 5_000)) }
      case 'move':
        return { kind, afterMs: early, byMs: Math.round(dice.between(1_000, 15_000)) }
      default:
        return assertNever(kind)
    }
  }

  #order(root: PlannedNode, dueInMs: number, action: PlannedAction | null, askAtMs = this.#instant()): void {
    const key = `t${this.#options.seed}-${this.orders.length}`
    this.orders.push({ key, askAtMs, dueInMs, root, action })
  }

  /** Two for one target, due together: one has to wait. */
  #pair(dueInMs: number): void {
    const service = this.#dice.pick(this.#shared)
    const askAtMs = this.#instant()
    this.#order(this.#node('healthy', service), dueInMs, null, askAtMs)
    this.#order(this.#node('healthy', service), dueInMs + this.#dice.whole(0, 20), null, askAtMs)
  }

  #chain(length: number): PlannedNode {
    const [first, ...rest] = this.#distinctServices(length + 1).map((service) =>
      this.#node(undefined, service),
    )
    if (first === undefined) throw new Error('A chain has at least one member.')
    rest.reduce((dependent, node) => {
      dependent.dependencies.push(node)
      return node
    }, first)
    return first
  }

  #distinctServices(count: number): string[] {
    const start = this.#dice.whole(0, this.#shared.length - 1)
    return Array.from(
      { length: count },
      (_, index) => this.#shared[(start + index) % this.#shared.length] ?? '',
    )
  }

  #node(
    outcome: PlannedOutcome = this.#dice.weighted(OUTCOMES),
    service = this.#dice.pick(this.#shared),
  ): PlannedNode {
    const number = this.count
    this.count += 1
    const name = outcome === 'superseded' ? this.#ownService() : service
    return {
      service: name,
      outcome,
      image: `registry.example/${name}:${number}-${outcome}`,
      dependencies: [],
    }
  }

  /** The sandbox is told of an overtaking per service, for its next rollout: nobody else may make that one. */
  #ownService(): string {
    const name = `own-${this.count}`
    this.services.push({ name, breaker: 'rollback' })
    return name
  }

  /** Not at the end: what comes last should be disturbed as well. */
  #instant(): number {
    return Math.round(this.#dice.between(0, this.#options.durationMs * 0.9))
  }
}

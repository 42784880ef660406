import type { RolloutTarget } from '@/lib/ports/rollouts'
import type { Dice } from '@/simulation/dice'
import type { VirtualClock } from '@/simulation/virtual-time/virtual-clock'
import { ScriptedPlatform } from '@/tests/contract/rollouts/scripted-platform'
import {
  phaseOf,
  type ScriptedRollout,
  type ScriptedService,
  type ScriptedServiceSettings,
  STEPS,
} from '@/tests/contract/rollouts/scripted-service'
import type { Ledger } from './ledger'

const MOST_FAILED_TASKS = 30
const OUTCOMES = { healthy: 80, cannot_pull: 11, superseded: 6, stuck: 3 } as const

/** How far a failing rollout is followed: to its end, or to the end of its being stopped. */
function enoughFor({ stoppedAtAge }: ScriptedRollout): number {
  return Math.max(MOST_FAILED_TASKS, (stoppedAtAge ?? 0) + 1)
}

/** One AWS account: the scripted platform that the contract suite keeps true to ECS, moved by the virtual clock. */
export class VirtualAccount {
  readonly platform: ScriptedPlatform
  readonly #accountId: string
  readonly #clock: VirtualClock
  readonly #dice: Dice
  readonly #ledger: Ledger
  readonly #stepMs = new Map<string, number>()
  readonly #rolledOut = new Set<string>()

  constructor(
    accountId: string,
    services: readonly ScriptedServiceSettings[],
    { clock, dice, ledger }: { clock: VirtualClock; dice: Dice; ledger: Ledger },
  ) {
    this.#accountId = accountId
    this.#clock = clock
    this.#dice = dice
    this.#ledger = ledger
    this.platform = new ScriptedPlatform(services, clock.now)
    for (const { rollouts } of this.platform.services) {
      for (const { revisionArn } of rollouts) this.#rolledOut.add(revisionArn)
    }
  }

  /** Lets every rollout be as far as it is by now. */
  catchUp(): void {
    for (const service of this.platform.services) {
      for (const rollout of service.rollouts) {
        const ageMs = this.#clock.nowMs - rollout.startedAt.getTime()
        const age = Math.floor(ageMs / (this.#stepMs.get(rollout.rolloutId) ?? 1_000))
        // A failed task for every step, for years: nobody asks for more than the first ones.
        rollout.age = rollout.outcome === 'cannot_pull' ? Math.min(age, enoughFor(rollout)) : age
      }
    }
    this.#noting(null, () => this.platform.advance(0))
  }

  /** Writes down how far every rollout is. */
  notePhases(): void {
    this.catchUp()
    const facts = new Map(this.#ledger.rollouts.map((fact) => [`${fact.service} ${fact.rolloutId}`, fact]))
    for (const service of this.platform.services) {
      for (const rollout of service.rollouts) {
        const fact = facts.get(`${this.#nameOf(service)} ${rollout.rolloutId}`)
        if (fact !== undefined) fact.phase = phaseOf(service, rollout)
      }
    }
  }

  /** Carries out what one of our deployments asks for, and writes down what changed. */
  carryOut<Value>(
    target: RolloutTarget,
    revisionArn: string | null,
    call: () => Promise<Value>,
  ): Promise<Value> {
    this.catchUp()
    if (revisionArn !== null) this.#decideOutcome(target, revisionArn)
    return this.#noting(target.deploymentId, call)
  }

  /** Of a revision that was not rolled out before; a way back mostly goes well. */
  #decideOutcome(target: RolloutTarget, revisionArn: string): void {
    const isReturn = this.#rolledOut.has(revisionArn)
    const outcome = isReturn ? 'healthy' : this.#dice.weighted(OUTCOMES)
    this.platform.serviceOf(target).next = outcome
  }

  #noting<Value>(deploymentId: string | null, call: () => Value): Value {
    const before = this.platform.services.map(({ rollouts }) => rollouts.length)
    const calls = this.platform.ledger.length
    try {
      // Everything in memory happens before the first await.
      return call()
    } finally {
      for (const [index, service] of this.platform.services.entries()) {
        this.#noteRollouts(service, before[index] ?? 0, deploymentId)
      }
      for (const made of this.platform.ledger.slice(calls)) this.#noteCall(made)
    }
  }

  #noteRollouts(service: ScriptedService, known: number, deploymentId: string | null): void {
    for (const rollout of service.rollouts.slice(known)) {
      const { rolloutId, revisionArn, outcome, startedAt } = rollout
      const stepMs = this.#dice.happens(0.1)
        ? this.#dice.whole(20_000, 240_000)
        : this.#dice.whole(700, 6_000)
      this.#stepMs.set(rolloutId, stepMs)
      this.#ledger.rollouts.push({
        ...{ rolloutId, revisionArn, outcome, deploymentId, phase: 'in_progress' },
        service: this.#nameOf(service),
        startedAtMs: startedAt.getTime(),
        completeAtMs: startedAt.getTime() + STEPS * stepMs,
        runId: this.platform.revisionOf(revisionArn).runId,
        isReturn: this.#rolledOut.has(revisionArn),
      })
      this.#rolledOut.add(revisionArn)
    }
  }

  #nameOf({ cluster, name }: ScriptedService): string {
    return `${this.#accountId}/${cluster}/${name}`
  }

  #noteCall({ operation, deploymentId, revisionArn }: ScriptedPlatform['ledger'][number]): void {
    if (revisionArn === null) return
    const atMs = this.#clock.nowMs
    if (operation === 'registerRevision') {
      const { runId } = this.platform.revisionOf(revisionArn)
      this.#ledger.registered.push({ atMs, deploymentId, runId: runId ?? '', revisionArn })
    }
    if (operation === 'stopRollout') this.#ledger.stops.push({ atMs, deploymentId, rolloutId: revisionArn })
  }
}

import { RolloutRejected, RolloutUnavailable, RolloutUnknown } from '@/lib/ports/rollout-errors'
import type { Rollouts, RolloutTarget } from '@/lib/ports/rollouts'
import type { Stage } from '@/simulation/stage'
import { rolloutsOn } from '@/tests/contract/rollouts/scripted-rollouts'
import type { Caller, Platform } from './platform'
import type { VirtualAccount } from './virtual-account'

const MUTATING: readonly (keyof Rollouts)[] = ['registerRevision', 'startRollout', 'stopRollout']

/** `late`: the answer does not come, and the request arrives after whoever sent it has given up. */
const READ_TROUBLE = { unavailable: 5, slow: 3, hang: 2 }
const CALL_TROUBLE = { unavailable: 4, slow: 3, hang: 1, lost: 2, answer_lost: 4, late: 2 }

/** By then an exchange is given up: lib/use-cases/advance-run.ts. */
const PATIENCE_MS = 8_500
/** After it was sent; ECS may take that long to show what it took, and no longer. */
const LATEST_MS = 25_000

/** AWS with all that may go wrong on the way to it, by chance. */
export class VirtualPlatform implements Platform {
  readonly #stage: Stage
  readonly #accounts: ReadonlyMap<string, VirtualAccount>
  #throttledUntilMs = 0

  constructor(stage: Stage, accounts: ReadonlyMap<string, VirtualAccount>) {
    this.#stage = stage
    this.#accounts = accounts
  }

  /** For so long, most exchanges are refused. */
  throttle(ms: number): void {
    this.#stage.witness.count('throttlings')
    this.#throttledUntilMs = this.#stage.clock.nowMs + ms
  }

  rolloutsFor(caller: Caller): Rollouts {
    return {
      snapshot: (target) => this.#exchange(caller, 'snapshot', target, null, (on, to) => on.snapshot(to)),
      findRevision: (target, query) =>
        this.#exchange(caller, 'findRevision', target, null, (on, to) => on.findRevision(to, query)),
      registerRevision: (target, order) =>
        this.#exchange(caller, 'registerRevision', target, null, (on, to) => on.registerRevision(to, order)),
      findRollout: (target, query) =>
        this.#exchange(caller, 'findRollout', target, null, (on, to) => on.findRollout(to, query)),
      startRollout: (target, order) =>
        this.#exchange(caller, 'startRollout', target, order.revisionArn, (on, to) =>
          on.startRollout(to, order),
        ),
      observe: (target, rollout) =>
        this.#exchange(caller, 'observe', target, null, (on, to) => on.observe(to, rollout)),
      stopRollout: (target, order) =>
        this.#exchange(caller, 'stopRollout', target, null, (on, to) => on.stopRollout(to, order)),
      discover: (account) => rolloutsOn(this.#account(account.id).platform).discover(account),
    }
  }

  async #exchange<Value>(
    caller: Caller,
    method: keyof Rollouts,
    target: RolloutTarget,
    revisionArn: string | null,
    call: (rollouts: Rollouts, target: RolloutTarget) => Promise<Value>,
  ): Promise<Value> {
    const account = this.#account(target.account.id)
    const on = rolloutsOn(account.platform)
    const now = (to = target) => account.carryOut(to, revisionArn, () => call(on, to))
    const trouble = this.#trouble(method)
    if (trouble !== null) this.#stage.witness.count(`exchange_${trouble}`)
    switch (trouble) {
      case null:
        return now()
      case 'unavailable':
      case 'lost':
      case 'answer_lost':
        account.platform.fault(method, trouble, 1)
        return now()
      case 'slow':
        await caller.wait(this.#stage.dice.whole(500, 7_000))
        return now()
      case 'late': {
        const { agenda, clock, dice } = this.#stage
        const unsigned = { ...target, signal: new AbortController().signal }
        agenda.at(
          clock.nowMs + dice.whole(1_000, LATEST_MS),
          async () => void (await now(unsigned).catch(ignoreRefusal)),
        )
        await caller.wait(PATIENCE_MS)
        throw new RolloutUnknown(`${method} failed. No answer came in time.`)
      }
      case 'hang':
        await caller.wait(PATIENCE_MS)
        if (MUTATING.includes(method)) throw new RolloutUnknown(`${method} failed. No answer came in time.`)
        throw new RolloutUnavailable(`${method} failed. No answer came in time.`)
    }
  }

  #trouble(method: keyof Rollouts): keyof typeof CALL_TROUBLE | null {
    const { clock, dice, rates } = this.#stage
    if (clock.nowMs < this.#throttledUntilMs && dice.happens(0.8)) return 'unavailable'
    if (!dice.happens(rates.exchange)) return null
    return dice.weighted<keyof typeof CALL_TROUBLE>(
      MUTATING.includes(method) ? CALL_TROUBLE : { ...READ_TROUBLE, lost: 0, answer_lost: 0, late: 0 },
    )
  }

  #account(id: string): VirtualAccount {
    const account = this.#accounts.get(id)
    if (account === undefined) throw new Error(`There is no AWS account for ${id}.`)
    return account
  }
}

/** Nobody waits for the answer any more. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof RolloutRejected)) throw error
}

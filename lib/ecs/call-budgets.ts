import {
  atInstant,
  type CallBudget,
  type CallLimit,
  dividedLimit,
  freshBudget,
  slowedDown,
  takeCall,
  waitMs,
} from '@/lib/domain/call-budget'
import { RolloutPostponed } from '@/lib/ports/rollout-errors'
import type { CloudAccountAccess } from '@/lib/ports/rollouts'
import { type CallKind, callKind, callLimit } from './call-limits'

export type BudgetedAccount = Pick<CloudAccountAccess, 'id' | 'region' | 'endpoint'>

/**
 * The calls that this process may make to each cloud account. Each kind of call has a budget of its own, as
 * it has with ECS, so that looks at many rollouts never hold up a change.
 */
export interface CallBudgets {
  /**
   * Resolves when the call may go out, first come, first served.
   * @throws RolloutPostponed when that would take long, or `signal` is aborted before.
   */
  turn(account: BudgetedAccount, action: string, signal: AbortSignal): Promise<void>
  /** AWS asked to slow down in answer to `action`. */
  throttled(account: BudgetedAccount, action: string): void
  /** From now on this process takes its part as one of so many workers. */
  shareAmong(workers: number): void
  /** What the most restrained budget may use of its limit: 1 when none is restrained. */
  lowestShare(): number
}

/**
 * Whoever waits holds a place in the worker, and has a step's few seconds to make several calls in: in a long line
 * it is better to come again later.
 */
const MOST_WAIT_MS = 2_000
/** More accounts times kinds of call than one worker uses within minutes; one that was forgotten begins anew. */
const MOST_LANES = 2_048

export function createCallBudgets(): CallBudgets {
  const lanes = new Map<string, Lane>()
  let workers = 1

  function laneOf(account: BudgetedAccount, action: string): Lane {
    const kind = callKind(action)
    const key = JSON.stringify([account.id, account.region, account.endpoint, kind])
    const lane = lanes.get(key) ?? new Lane(account, kind, workers)
    lanes.delete(key)
    lanes.set(key, lane)
    const oldest = lanes.keys().next().value
    if (lanes.size > MOST_LANES && oldest !== undefined) lanes.delete(oldest)
    return lane
  }

  return {
    turn: (account, action, signal) => laneOf(account, action).turn(signal),
    throttled: (account, action) => laneOf(account, action).slowDown(),
    shareAmong(count) {
      workers = Math.max(1, count)
      for (const lane of lanes.values()) lane.shareAmong(workers)
    },
    lowestShare: () => Math.min(1, ...lanes.values().map((lane) => lane.share())),
  }
}

/** Of this process: whatever it calls, AWS sees one caller. */
export const callBudgets: CallBudgets = createCallBudgets()

interface Waiter {
  go: () => void
}

/** One kind of call to one account. */
class Lane {
  readonly #whole: CallLimit
  #limit: CallLimit
  #budget: CallBudget
  readonly #waiting: Waiter[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(account: BudgetedAccount, kind: CallKind, workers: number) {
    this.#whole = callLimit(kind, account.endpoint)
    this.#limit = dividedLimit(this.#whole, workers)
    this.#budget = freshBudget(this.#limit, performance.now())
  }

  async turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw postponed()
    if (this.#waiting.length === 0 && this.#take()) return
    if (waitMs(this.#present(), this.#limit, this.#waiting.length + 1) > MOST_WAIT_MS) throw postponed()
    await this.#wait(signal)
  }

  slowDown(): void {
    this.#budget = slowedDown(this.#budget, this.#limit, performance.now())
    this.#setTimer()
  }

  shareAmong(workers: number): void {
    this.#budget = this.#present()
    this.#limit = dividedLimit(this.#whole, workers)
    this.#setTimer()
  }

  share(): number {
    return this.#present().share
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (settle: () => void) => {
        clearTimeout(patience)
        signal.removeEventListener('abort', giveUp)
        settle()
      }
      const waiter: Waiter = { go: () => leave(resolve) }
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        leave(() => reject(postponed()))
      }
      // The line may have become slower than it looked.
      const patience = setTimeout(giveUp, MOST_WAIT_MS + 100)
      signal.addEventListener('abort', giveUp, { once: true })
      this.#waiting.push(waiter)
      this.#setTimer()
    })
  }

  #letGo(): void {
    while (this.#waiting.length > 0 && this.#take()) this.#waiting.shift()?.go()
    this.#setTimer()
  }

  #setTimer(): void {
    clearTimeout(this.#timer)
    if (this.#waiting.length === 0) return
    this.#timer = setTimeout(() => this.#letGo(), Math.ceil(waitMs(this.#present(), this.#limit)))
  }

  #take(): boolean {
    const { taken, budget } = takeCall(this.#budget, this.#limit, performance.now())
    this.#budget = budget
    return taken
  }

  #present(): CallBudget {
    return atInstant(this.#budget, this.#limit, performance.now())
  }
}

function postponed(): RolloutPostponed {
  return new RolloutPostponed('Too many calls to this AWS account at once; trying again.')
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Attempt } from './client'

/** What a client knows in the end. */
export type Answer<Value> = {
  /** Whether an attempt broke off in a way that leaves open if it took effect. */
  doubtful: boolean
  attempts: number
} & ({ kind: 'accepted'; value: Value } | { kind: 'refused'; code: string } | { kind: 'unanswered' })

const MOST_PAUSE_MS = 5_000

/** Asks until there is an answer, as a well-behaved client does; gives up at `until` (epoch milliseconds). */
export async function patiently<Value>(
  ask: () => Promise<Attempt<Value>>,
  until: number,
): Promise<Answer<Value>> {
  let doubtful = false
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await ask()
    if (attempt.kind !== 'unavailable') return { ...attempt, doubtful, attempts }
    doubtful ||= attempt.mayHaveHappened
    if (Date.now() > until) return { kind: 'unanswered', doubtful, attempts }
    await delay(Math.max(attempt.retryAfterMs, Math.min(100 * 2 ** attempts, MOST_PAUSE_MS)))
  }
}

import type { PlannedOrder } from '@/torture/plan/work'

/** What one attempt to have something done came to. */
export type Attempt<Value> =
  | { kind: 'accepted'; value: Value }
  | { kind: 'refused'; code: string }
  /** No answer, or “not now”. `mayHaveHappened`: it broke off after the request had gone out. */
  | { kind: 'unavailable'; mayHaveHappened: boolean; retryAfterMs: number }

/** Somebody who asks Shipclock for things, as a user or pipeline would. Each call is one attempt. */
export interface Client {
  /** Answers the ids of all that was scheduled, the root first. */
  schedule(order: PlannedOrder, dueAt: Date): Promise<Attempt<{ ids: string[] }>>
  cancel(id: string, stopRunning: boolean): Promise<Attempt<{ status: string }>>
  move(id: string, dueAt: Date): Promise<Attempt<{ dueAt: Date }>>
  runNow(id: string): Promise<Attempt<{ id: string }>>
}

import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { RevertPlan } from '@/lib/domain/revert-plan'
import type { RunRecord } from '@/lib/domain/run-record'
import type { Rollouts, RolloutTarget } from '@/lib/ports/rollouts'
import type { Run, RunStep } from '@/lib/postgres/runs'

/**
 * One step of a run: looks first (a step may be repeated by another worker), writes down what it is
 * about to do, does it once, and answers what to write. It never waits for a rollout.
 */
export type Step = (context: StepContext) => Promise<StepResult>

export interface StepContext {
  run: Run
  /** Full reference; null redeploys what serves. */
  image: string | null
  /** Of a deployment that reverts another one: what to bring back instead of a new revision. */
  revert: RevertPlan | null
  target: RolloutTarget
  rollouts: Rollouts
  /** By the database's clock, when the step began. */
  now: Date
  /**
   * Stores the record, with an intent in it, before the call that it announces.
   * @throws LeaseLost when another worker has taken over: the call must not be made.
   */
  writeIntent(record: RunRecord): Promise<void>
}

export interface StepEntry {
  event: string
  message: string
  /** `ECS` where ECS said it; Shipclock itself otherwise. */
  actor?: string
  at?: Date
  dedupeKey?: string
}

export type StepResult =
  | { kind: 'next'; step: RunStep; record: RunRecord; afterMs: number; entries: StepEntry[] }
  | { kind: 'finish'; outcome: RunOutcome; reason: string; record: RunRecord; entries: StepEntry[] }

export type RunOutcome = Extract<DeploymentStatus, 'succeeded' | 'failed' | 'rolled_back' | 'cancelled'>

/** Another worker has taken the run over; this one stops without a trace. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

/** The present step was carried out: whatever kept it from that is over. */
export function next(
  step: RunStep,
  record: RunRecord,
  { afterMs = 0, entries = [] }: { afterMs?: number; entries?: StepEntry[] } = {},
): StepResult {
  return { kind: 'next', step, record: { ...record, trouble: null, postponed: 0 }, afterMs, entries }
}

export function finish(
  outcome: RunOutcome,
  reason: string,
  record: RunRecord,
  entries: StepEntry[] = [],
): StepResult {
  return { kind: 'finish', outcome, reason, record, entries }
}

/** What earlier steps must have left behind. */
export function recorded<Value>(value: Value | null, what: string): Value {
  if (value === null) throw new Error(`The run's record has no ${what}.`)
  return value
}

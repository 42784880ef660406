import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { Verification } from '@/lib/queries/verify-invariants'
import type { LedgerEntry } from '@/sandbox/ecs/journal'
import type { OrderRecord } from '@/torture/carry-out-work'

/** All that a verdict on a run is made from: three sides that know nothing of each other. */
export interface Facts {
  /** What was asked and what was answered, from the clients. */
  orders: OrderRecord[]
  /** What the database holds at the end. */
  deployments: DeploymentFact[]
  /** What ECS was asked for, and what became of it. */
  ledger: readonly LedgerEntry[]
  rollouts: RolloutFact[]
  /** What `shipclock verify` finds. */
  verification: Pick<Verification, 'invariants'>
  /** When these were collected, by the database's clock. */
  now: Date
}

export interface DeploymentFact {
  id: string
  image: string | null
  status: DeploymentStatus
  reason: string
  dueAt: Date
  startDeadlineAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  /** Whether a job that is still to ring is its wake-up. */
  wakeUpLives: boolean
  /** Deployments that it needs. */
  needs: string[]
  /** The one for which it was made. */
  madeForId: string | null
  runs: RunFact[]
  timeline: { event: string; toStatus: string | null; message: string; runId: string | null }[]
}

export interface RunFact {
  id: string
  /** What served before. */
  previousRevision: string | null
  /** Whether it set out to bring that back by itself. */
  rolledBackByUs: boolean
  /** Of a revert: what served before the deployment that it undoes, by that one's record. */
  bringsBack?: string | null
}

/** A rollout as the sandbox knows it. */
export interface RolloutFact {
  rolloutId: string
  service: string
  revision: string
  phase: 'in_progress' | 'completed' | 'failed' | 'rolling_back' | 'rolled_back' | 'superseded'
  /** When it is complete if nothing comes between, epoch milliseconds. */
  completeAt: number
}

/** Something that must not be. */
export interface Finding {
  kind: 'lost' | 'double' | 'false_success' | 'unexplained'
  /** A deployment's id, or an order's key. */
  about: string
  why: string
}

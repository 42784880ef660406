import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { Promised } from '@/simulation/people/promises'
import type { Ledger } from '@/simulation/platform/ledger'
import type { Disturbance } from '@/simulation/witness'
import type {
  DeploymentFact as TortureDeploymentFact,
  RunFact as TortureRunFact,
} from '@/torture/checker/facts'

/** All that a verdict is made from: what was answered, what the rows say, what the platform did, what we did. */
export interface Facts {
  promises: readonly Promised[]
  deployments: readonly DeploymentFact[]
  ledger: Ledger
  disturbances: readonly Disturbance[]
  /** When a team was let run more at once, epoch milliseconds. */
  limitsRaisedMs: readonly number[]
  /** Epoch milliseconds. */
  nowMs: number
}

export interface DeploymentFact extends Omit<TortureDeploymentFact, 'runs' | 'timeline'> {
  teamId: string
  note: string | null
  localTime: string
  timezone: string
  overlap: 'earlier' | 'later' | null
  /** Oldest first. */
  runs: RunFact[]
  timeline: (TortureDeploymentFact['timeline'][number] & { at: Date })[]
}

export interface RunFact extends TortureRunFact {
  outcome: DeploymentStatus | null
  finishedAt: Date | null
  stopAsked: boolean
}

export type FindingKind =
  | 'lost'
  | 'double'
  | 'false_success'
  | 'unexplained'
  | 'early'
  | 'too_late'
  | 'wrong_local_time'
  | 'late_without_cause'

/** Something that must not be. */
export interface Finding {
  kind: FindingKind
  /** A deployment's id. */
  about: string
  why: string
}

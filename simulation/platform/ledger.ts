import type { RolloutPhase, ScriptedOutcome } from '@/tests/contract/rollouts/scripted-service'

/** What the platform did, append-only: the word of the other side. */
export interface Ledger {
  registered: RegisteredFact[]
  rollouts: RolloutFact[]
  stops: { atMs: number; deploymentId: string; rolloutId: string }[]
}

export interface RegisteredFact {
  atMs: number
  deploymentId: string
  runId: string
  revisionArn: string
}

/** A rollout that began. */
export interface RolloutFact {
  rolloutId: string
  /** Cloud account, cluster and name. */
  service: string
  revisionArn: string
  startedAtMs: number
  /** How it goes. */
  outcome: ScriptedOutcome
  /** How far it was when somebody looked last. */
  phase: RolloutPhase
  /** When it is complete, if it is healthy and nothing comes between. */
  completeAtMs: number
  /** Whose call began it; null: somebody else's. */
  deploymentId: string | null
  /** The run that registered its revision; null: none of ours. */
  runId: string | null
  /** Its revision had been rolled out before. */
  isReturn: boolean
}

export function emptyLedger(): Ledger {
  return { registered: [], rollouts: [], stops: [] }
}

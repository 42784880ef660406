import type { Obstacle } from '@/lib/domain/comeback'
import type { AttentionKind } from '@/lib/domain/needs-attention'
import type { DeploymentSummary } from './deployment-views'

/** One entry of the catch-up screen, and of `GET /attention`. Plain values. */
export interface AttentionView {
  kind: AttentionKind
  /** What happened, as a sentence. */
  sentence: string
  deployment: DeploymentSummary
  /** What was skipped because of it; empty unless it was missed. */
  skipped: SkippedView[]
}

/** Something that was skipped because of what it depends on. */
export interface SkippedView {
  id: string
  /** `Web in Production` */
  label: string
  dueAt: Date
  /** What else keeps it, so that it can't come back along; null: it can. */
  keptBy: Obstacle | null
}

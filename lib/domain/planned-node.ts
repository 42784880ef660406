import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { EdgeRule } from '@/lib/domain/edge-rule'

/** A deployment to be made, and what it needs. */
export interface PlannedNode {
  targetId: string
  /** For people: `API in production`. */
  label: string
  /** Full reference; null redeploys what runs. */
  image: string | null
  /** How long before the node that needs it this one is due; 0 for the root. */
  leadMinutes: number
  /** Its environment's, where the request names none; null or left out: an hour. */
  startDeadlineMinutes?: number | null
  /** What the node that needs it asks of it; left out: its success alone. */
  rule?: EdgeRule
  dependencies: PlannedDependency[]
}

export type PlannedDependency = { kind: 'new'; node: PlannedNode } | ExistingDependency

/** A deployment that was scheduled before, and that the new one shall wait for. */
export interface ExistingDependency {
  kind: 'existing'
  deploymentId: string
  label: string
  leadMinutes: number
  rule?: EdgeRule
  dueAt: Date
  status: DeploymentStatus
}

import type { DeploymentStatus } from '@/lib/domain/deployment-status'

/** A deployment to be made, and what it needs. */
export interface PlannedNode {
  targetId: string
  /** For people: `API in production`. */
  label: string
  /** Full reference; null redeploys what runs. */
  image: string | null
  /** How long before the node that needs it this one is due; 0 for the root. */
  leadMinutes: number
  dependencies: PlannedDependency[]
}

export type PlannedDependency = { kind: 'new'; node: PlannedNode } | ExistingDependency

/** A deployment that was scheduled before, and that the new one shall wait for. */
export interface ExistingDependency {
  kind: 'existing'
  deploymentId: string
  label: string
  leadMinutes: number
  dueAt: Date
  status: DeploymentStatus
}

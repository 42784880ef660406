import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { Overlap } from '@/lib/domain/due-time'
import type { EdgeRule } from '@/lib/domain/edge-rule'
import type { RevisionChange } from '@/lib/ports/rollouts'

/** What lists, the calendar and the API show of a deployment. Plain values: safe as props and as JSON source. */
export interface DeploymentSummary {
  id: string
  status: DeploymentStatus
  /** Why it is in this status, in words. */
  reason: string
  application: { id: string; name: string; slug: string }
  environment: { id: string; name: string; slug: string }
  target: { id: string; service: string; container: string }
  /** Null: redeploys what serves at start. */
  image: string | null
  note: string | null
  dueAt: Date
  startDeadlineAt: Date
  /** By when it and all it needs should be done, where its due time was computed from that. */
  finishByAt: Date | null
  /** What the person typed, `YYYY-MM-DDTHH:mm`, and where. */
  localTime: string
  timezone: string
  overlap: Overlap | null
  startedAt: Date | null
  finishedAt: Date | null
  /** Milliseconds from due to started; null until it starts. */
  latenessMs: number | null
  createdAt: Date
  createdBy: string
  /** Id of the wake-up; `entry_key` in the API. */
  wakeUpId: string
  /** The deployment that this one was made for as a dependency. */
  madeForId: string | null
  /** The deployment that this one reverts: it brings back what ran before that. */
  revertsId: string | null
  /** How long after its success somebody has to confirm it, or it is reverted; null: nobody has to. */
  confirmWithinMinutes: number | null
  confirmedAt: Date | null
  confirmedBy: string | null
  /** The last revert that was made of this one. */
  revert: RevertView | null
  dependencyIds: string[]
}

/** A deployment that reverts another one. */
export interface RevertView {
  id: string
  status: DeploymentStatus
  dueAt: Date
}

/** One deployment with everything that its page and `GET /scheduled_deployments/{id}` show. */
export interface DeploymentDetail extends DeploymentSummary {
  dependencies: DependencyView[]
  dependents: DependencyView[]
  /** What this one undoes, if it is a revert: task definitions are null until that has succeeded. */
  reverts: RevertedView | null
  /** Newest first. */
  runs: RunView[]
}

/** What a revert undoes. */
export interface RevertedView {
  id: string
  finishedAt: Date | null
  /** Served before it and is brought back. */
  previousRevisionArn: string | null
  /** Is undone. */
  revisionArn: string | null
}

/** A deployment at the other end of a dependency. */
export interface DependencyView {
  leadMinutes: number
  /** What the dependent asks of the dependency, besides its success. */
  rule: EdgeRule
  deployment: DeploymentSummary
}

export interface RunView {
  id: string
  attempt: number
  /** The executor's step: snapshot, register, update, watch, stop, rollback, watch_rollback, finished. */
  step: string
  startedAt: Date
  finishedAt: Date | null
  outcome: DeploymentStatus | null
  cancelRequestedAt: Date | null
  /** Task definitions: what served before, and ours. */
  previousRevisionArn: string | null
  revisionArn: string | null
  /** What differs between the two, for people. */
  changes: RevisionChange[]
  /** ECS's ids of our rollout. */
  rolloutId: string | null
  serviceDeploymentArn: string | null
  /** Task counts at the last look at ECS; null before the first. */
  progress: RunProgress | null
}

export interface RunProgress {
  observedAt: Date
  desired: number
  running: number
  pending: number
  failed: number
  lifecycleStage: string | null
  /** What the last look said, in words. */
  detail: string
}

export interface TimelineEntryView {
  id: string
  at: Date
  /** e.g. `deployment.scheduled`, `run.started`, `ecs.event`. */
  event: string
  actor: string
  message: string
  fromStatus: DeploymentStatus | null
  toStatus: DeploymentStatus | null
  runId: string | null
}

/** One page of a list; `nextCursor` null on the last. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

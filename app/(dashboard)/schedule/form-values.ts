import type { AfterwardsValues } from '@/app/(dashboard)/schedule/afterwards-values'
import type { WhenValues } from '@/app/(dashboard)/schedule/when-values'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { LateAction } from '@/lib/domain/edge-rule'
import type { ExpectedDuration } from '@/lib/domain/expected-duration'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import type { ApplicationView } from '@/lib/queries/resource-views'

/** What the schedule form can offer, read once when it opens. */
export interface ScheduleOptions {
  applications: ApplicationView[]
  /** Deployments that one made now could wait for. */
  pending: ExistingChoice[]
  /** The team's freeze windows and allowed windows. */
  freezes: FreezeWindow[]
  /** What a deployment to a target is expected to take, by target. */
  durations: Record<string, ExpectedDuration>
}

export interface ExistingChoice {
  id: string
  targetId: string
  label: string
  status: DeploymentStatus
  dueAt: Date
}

/** Everything typed into the form, as the fields hold it. */
export interface ScheduleValues extends WhenValues {
  /** Whether date and time are by when all must be done, instead of when it starts. */
  isFinish: boolean
  /** Slug. */
  application: string | null
  /** Slug; meaningful only for an application with several targets. */
  environment: string | null
  image: string
  dependencies: DependencyValues[]
  /** Minutes; the field holds a string while it is empty, which means the environment's default. */
  startDeadlineMinutes: number | string
  note: string
  afterwards: AfterwardsValues
  /** Where a freeze is open then: whether it shall be held. */
  hold: boolean
}

export interface DependencyValues {
  /** Stable while rows are added and removed. */
  key: string
  kind: 'new' | 'existing'
  application: string | null
  environment: string | null
  image: string
  deploymentId: string | null
  leadMinutes: number | string
  /** Whether what is scheduled becomes due by its success, `delayMinutes` after it, instead of at its own time alone. */
  follows: boolean
  delayMinutes: number | string
  whenLate: LateAction
  lateAfterMinutes: number | string
}

/** What a form may be opened with: an application, or a day and hour of the calendar. */
export interface ScheduleStart {
  application: string | null
  date: string | null
  time: string | null
  timezone: string | null
}

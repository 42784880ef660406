import { nameFault } from '@/lib/domain/field-faults'
import type { CatchUpRule, UnfinishedRule } from '@/lib/domain/occurrence-decision'
import { accept, type Result } from '@/lib/domain/result'
import { checkTiming, type ScheduleTiming, type TimingRefusal } from '@/lib/domain/schedule-times'
import type { TeamDatabase } from '@/lib/postgres/database'
import type { ScheduleSettings } from '@/lib/postgres/schedules'
import { firstFault, type Invalid } from './resource-refusals'
import { type PlanRefusal, TargetPlanner } from './target-planner'

export interface ScheduleSettingsInput extends ScheduleTiming {
  name: string
  /** Id or slug. */
  application: string
  /** Id or slug; null where the application has one target. */
  environment: string | null
  /** A bare tag or digest, or a full reference; null redeploys what serves at each start. */
  image: string | null
  note: string | null
  startDeadlineMinutes: number
  unfinished: UnfinishedRule
  catchUp: CatchUpRule
  catchUpMinutes: number
}

export type ScheduleInputRefusal = PlanRefusal | TimingRefusal | Invalid

/** Checks what somebody entered, and finds what they named. */
export async function resolveSchedule(
  database: TeamDatabase,
  input: ScheduleSettingsInput,
  now: Date,
): Promise<Result<ScheduleSettings, ScheduleInputRefusal>> {
  const { application, environment, ...settings } = input
  const name = input.name.trim()
  const fault = firstFault({ name: nameFault(name) })
  if (fault !== null) return fault
  const planner = new TargetPlanner(database)
  const asked = { kind: 'new', leadMinutes: 0, dependencies: [], application, environment } as const
  const node = await planner.plan({ ...asked, dependencies: [], image: input.image }, '')
  if (!node.ok) return node
  const target = planner.targets.get(node.value.targetId)
  if (target === undefined) throw new Error(`Target ${node.value.targetId} was not planned.`)
  const timing = checkTiming(input, now)
  if (!timing.ok) return timing
  const { applicationId } = target
  const environmentId = target.environment.id
  return accept({ ...settings, name, image: node.value.image, applicationId, environmentId })
}

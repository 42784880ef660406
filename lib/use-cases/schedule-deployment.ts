import { randomUUID } from 'node:crypto'
import type { FinishPlan, FinishRefusal } from '@/lib/domain/finish-by'
import { type FreezeConflict, respectFreezes } from '@/lib/domain/freeze-conflict'
import type { Place } from '@/lib/domain/freeze-window'
import { accept, type Result } from '@/lib/domain/result'
import { type Afterwards, type AfterwardsRefusal, decideAfterwards } from '@/lib/domain/revert-decision'
import {
  type DecidedDeployment,
  type DueInput,
  decideSchedule,
  type ScheduleRefusal,
} from '@/lib/domain/schedule-decision'
import { deploymentsOfRequest, insertDependency, insertDeployment } from '@/lib/postgres/deployments'
import { freezeWindows } from '@/lib/postgres/freeze-windows'
import type { TargetToSchedule } from '@/lib/postgres/targets-to-schedule'
import { writeTimeline } from '@/lib/postgres/timeline'
import { scheduleRevert } from './schedule-revert'
import { scheduledWords } from './schedule-words'
import { startTimes } from './start-times'
import { type DependencyInput, type PlanRefusal, TargetPlanner } from './target-planner'
import { type UseCaseContext, useCase } from './use-case'

export interface ScheduleDeploymentInput {
  /** Id or slug. */
  application: string
  /** Id or slug; null where the application has one target. */
  environment: string | null
  /** A bare tag or digest, or a full reference; null redeploys what serves at start. */
  image: string | null
  due: DueInput
  /** Whether that is by when all must be done, instead of when it starts; false where it is left out. */
  isFinish?: boolean
  dependencies: DependencyInput[]
  /** How long after the due time a start still makes sense; null: as its environment says. */
  startDeadlineMinutes: number | null
  note: string | null
  /** Made by the client for each intent; the same key twice is the same deployment. */
  requestKey: string | null
  /** What becomes of it once it has succeeded; it stays where this is left out. */
  afterwards?: Afterwards
  /** Whether it shall be held where a freeze is open when it is due; otherwise that is refused. */
  hold?: boolean
}

export interface Scheduled {
  id: string
  /** The root first, then those made with it; without the one that is to revert it. */
  deploymentIds: string[]
  /** This request key had been used: nothing new was made. */
  repeated: boolean
  /** Where the start times were computed from the time by which all must be done. */
  plan: FinishPlan | null
}

/**
 * Schedules one deployment and those it needs: rows, edges, timeline and wake-ups commit together,
 * so that what was answered with success starts, or ends with a reason.
 */
export const scheduleDeployment = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    input: ScheduleDeploymentInput,
  ): Promise<
    Result<Scheduled, ScheduleRefusal | FinishRefusal | PlanRefusal | AfterwardsRefusal | FreezeConflict>
  > => {
    const { database } = context
    const { isFinish = false } = input
    if (input.requestKey !== null) {
      const earlier = await deploymentsOfRequest(database, input.requestKey)
      if (earlier?.[0] !== undefined)
        return accept({ id: earlier[0], deploymentIds: earlier, repeated: true, plan: null })
    }
    // What is not said of a lead time is what the one before takes.
    const planner = new TargetPlanner(database, isFinish ? { defaultLeadMinutes: 0 } : {})
    const root = await planner.plan({ kind: 'new', leadMinutes: 0, ...rootOf(input) }, '')
    if (!root.ok) return root
    const now = await database.now()
    const asked = { due: input.due, isFinish, root: root.value }
    const times = await startTimes(database, asked, planner.targets.keys(), now)
    if (!times.ok) return times
    const { finish, ...planned } = times.value
    const decided = decideSchedule({ now }, { ...planned, startDeadlineMinutes: input.startDeadlineMinutes })
    if (!decided.ok) return decided
    const [first] = decided.value
    if (first === undefined) throw new Error('A schedule decision without a root.')
    const afterwards = decideAfterwards({ now, dueAt: first.dueAt }, input.afterwards ?? { kind: 'keep' })
    if (!afterwards.ok) return afterwards
    const plan = decided.value.map((one) => ({ ...one, place: placeOf(planner, one) }))
    const windows = await freezeWindows(database)
    const respecting = respectFreezes(plan, { windows, hold: input.hold ?? false })
    if (!respecting.ok) return respecting
    const deploymentIds = await store(context, input, {
      now,
      decided: respecting.value,
      targets: planner.targets,
      confirmWithinMinutes: afterwards.value.confirmWithinMinutes,
      finishByAt: finish?.by ?? null,
    })
    const id = at(deploymentIds, 0)
    const { revertDue } = afterwards.value
    if (revertDue)
      await scheduleRevert(context, { id, label: first.label, dueAt: first.dueAt }, revertDue, now)
    return accept({ id, deploymentIds, repeated: false, plan: finish?.plan ?? null })
  },
)

function placeOf({ targets }: TargetPlanner, { targetId }: DecidedDeployment): Place {
  const target = targets.get(targetId)
  if (target === undefined) throw new Error(`Target ${targetId} was not planned.`)
  return { applicationId: target.applicationId, environmentId: target.environment.id }
}

function rootOf(input: ScheduleDeploymentInput) {
  const { application, environment, image, dependencies } = input
  return { application, environment, image, dependencies }
}

interface Plan {
  now: Date
  decided: DecidedDeployment[]
  targets: Map<string, TargetToSchedule>
  /** Of the root. */
  confirmWithinMinutes: number | null
  finishByAt: Date | null
}

async function store(context: UseCaseContext, input: ScheduleDeploymentInput, plan: Plan): Promise<string[]> {
  const ids = plan.decided.map(() => randomUUID())
  for (const [index, decided] of plan.decided.entries()) {
    await storeDeployment(context, input, plan, { ids, index, decided })
  }
  for (const [index, decided] of plan.decided.entries()) {
    for (const need of decided.needs) {
      await insertDependency(context.database, {
        dependentId: at(ids, index),
        dependencyId: need.on.kind === 'new' ? at(ids, need.on.index) : need.on.deploymentId,
        ...{ leadMinutes: need.leadMinutes, ...need.rule },
      })
    }
  }
  return ids
}

async function storeDeployment(
  { database, services, actor }: UseCaseContext,
  input: ScheduleDeploymentInput,
  { now, targets, confirmWithinMinutes, finishByAt }: Plan,
  { ids, index, decided }: { ids: string[]; index: number; decided: DecidedDeployment },
): Promise<void> {
  const target = targets.get(decided.targetId)
  if (target === undefined) throw new Error(`Target ${decided.targetId} was not planned.`)
  const { targetId, image, localTime, timezone, overlap, dueAt, startDeadlineAt } = decided
  const id = at(ids, index)
  const wakeUp = { kind: 'deployment', teamId: database.teamId, deploymentId: id } as const
  const reason = scheduledWords(decided)
  await insertDeployment(database, {
    ...{ id, targetId, image, localTime, timezone, overlap, dueAt, startDeadlineAt, reason },
    applicationId: target.applicationId,
    environmentId: target.environment.id,
    note: index === 0 ? input.note : null,
    requestKey: index === 0 ? input.requestKey : null,
    confirmWithinMinutes: index === 0 ? confirmWithinMinutes : null,
    finishByAt: index === 0 ? finishByAt : null,
    madeForId: index === 0 ? null : at(ids, 0),
    zoneDatabaseVersion: services.zoneDatabaseVersion,
    wakeUpId: await services.wakeUps.ask(database, wakeUp, dueAt),
    createdAt: now,
    createdById: actor.userId,
    createdBy: actor.label,
  })
  await writeTimeline(database, [
    {
      ...{ deploymentId: id, at: now, actor: actor.label, toStatus: 'scheduled', message: reason },
      event: 'deployment.scheduled',
    },
  ])
}

function at(ids: string[], index: number): string {
  const id = ids[index]
  if (id === undefined) throw new Error(`No deployment at ${index}.`)
  return id
}

import { randomUUID } from 'node:crypto'
import type { ImageRefusal } from '@/lib/domain/image-reference'
import { resolveImage } from '@/lib/domain/image-reference'
import { DEFAULT_LEAD_MINUTES, DEFAULT_START_DEADLINE_MINUTES } from '@/lib/domain/lead-time'
import { accept, type Result, refuse } from '@/lib/domain/result'
import {
  type DecidedDeployment,
  type DueInput,
  decideSchedule,
  type PlannedDependency,
  type PlannedNode,
  type ScheduleRefusal,
} from '@/lib/domain/schedule-decision'
import { targetLabel } from '@/lib/domain/target-label'
import type { TeamDatabase } from '@/lib/postgres/database'
import {
  deploymentsOfRequest,
  insertDependency,
  insertDeployment,
  relatedDeployments,
} from '@/lib/postgres/deployments'
import { type TargetToSchedule, targetsToSchedule } from '@/lib/postgres/targets-to-schedule'
import { writeTimeline } from '@/lib/postgres/timeline'
import { scheduledWords } from './schedule-words'
import { type UseCaseContext, useCase } from './use-case'

export interface ScheduleDeploymentInput {
  /** Id or slug. */
  application: string
  /** Id or slug; null where the application has one target. */
  environment: string | null
  /** A bare tag or digest, or a full reference; null redeploys what serves at start. */
  image: string | null
  due: DueInput
  dependencies: DependencyInput[]
  /** How long after the due time a start still makes sense; null: an hour. */
  startDeadlineMinutes: number | null
  note: string | null
  /** Made by the client for each intent; the same key twice is the same deployment. */
  requestKey: string | null
}

export type DependencyInput =
  | {
      kind: 'new'
      application: string
      environment: string | null
      image: string | null
      /** Null: a quarter of an hour. */
      leadMinutes: number | null
      dependencies: DependencyInput[]
    }
  | { kind: 'existing'; deploymentId: string; leadMinutes: number | null }

/** `path` says which part of the input: `application`, `dependencies.0.image`. */
export type PlanRefusal =
  | { kind: 'not_found'; what: 'application' | 'environment' | 'deployment'; name: string; path: string }
  | { kind: 'environment_required'; application: string; choices: string[]; path: string }
  | { kind: 'no_target'; application: string; environment: string | null; path: string }
  | (ImageRefusal & { path: string })

export interface Scheduled {
  id: string
  /** The root first, then those made with it. */
  deploymentIds: string[]
  /** This request key had been used: nothing new was made. */
  repeated: boolean
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
  ): Promise<Result<Scheduled, ScheduleRefusal | PlanRefusal>> => {
    const { database } = context
    if (input.requestKey !== null) {
      const earlier = await deploymentsOfRequest(database, input.requestKey)
      if (earlier?.[0] !== undefined)
        return accept({ id: earlier[0], deploymentIds: earlier, repeated: true })
    }
    const planner = new Planner(database)
    const root = await planner.plan({ kind: 'new', leadMinutes: 0, ...rootOf(input) }, '')
    if (!root.ok) return root
    const now = await database.now()
    const decided = decideSchedule(
      { now },
      {
        due: input.due,
        startDeadlineMinutes: input.startDeadlineMinutes ?? DEFAULT_START_DEADLINE_MINUTES,
        root: root.value,
      },
    )
    if (!decided.ok) return decided
    const deploymentIds = await store(context, input, {
      now,
      decided: decided.value,
      targets: planner.targets,
    })
    const [id] = deploymentIds
    if (id === undefined) throw new Error('A schedule decision without a root.')
    return accept({ id, deploymentIds, repeated: false })
  },
)

function rootOf(input: ScheduleDeploymentInput) {
  const { application, environment, image, dependencies } = input
  return { application, environment, image, dependencies }
}

/** Turns names into targets; remembers the targets that it met. */
class Planner {
  readonly targets = new Map<string, TargetToSchedule>()
  readonly #database: TeamDatabase

  constructor(database: TeamDatabase) {
    this.#database = database
  }

  /** `path` is where this node stands in the input, empty for the root. */
  async plan(
    input: Extract<DependencyInput, { kind: 'new' }>,
    path: string,
  ): Promise<Result<PlannedNode, PlanRefusal>> {
    const target = await this.#target(input, path)
    if (!target.ok) return target
    const image = resolveImage(input.image, target.value.imageRepository)
    if (!image.ok) return refuse({ ...image.refusal, path: under(path, 'image') })
    const dependencies: PlannedDependency[] = []
    for (const [index, dependency] of input.dependencies.entries()) {
      const planned = await this.#dependency(dependency, target.value, under(path, `dependencies.${index}`))
      if (!planned.ok) return planned
      dependencies.push(planned.value)
    }
    return accept({
      targetId: target.value.targetId,
      label: targetLabel(target.value.application, target.value.environment),
      image: image.value,
      leadMinutes: input.leadMinutes ?? DEFAULT_LEAD_MINUTES,
      dependencies,
    })
  }

  async #dependency(
    input: DependencyInput,
    dependent: TargetToSchedule,
    path: string,
  ): Promise<Result<PlannedDependency, PlanRefusal>> {
    if (input.kind === 'existing') return this.#existing(input, path)
    // Where nothing else is said, a dependency is deployed beside its dependent.
    const environment = input.environment ?? (await this.#sharedEnvironment(input.application, dependent))
    const node = await this.plan({ ...input, environment }, path)
    return node.ok ? accept({ kind: 'new', node: node.value }) : node
  }

  async #existing(
    input: Extract<DependencyInput, { kind: 'existing' }>,
    path: string,
  ): Promise<Result<PlannedDependency, PlanRefusal>> {
    const { deploymentId } = input
    const [found] = await relatedDeployments(this.#database, [deploymentId])
    if (!found)
      return refuse({
        kind: 'not_found',
        what: 'deployment',
        name: deploymentId,
        path: under(path, 'deployment'),
      })
    const { label, dueAt, status } = found
    const leadMinutes = input.leadMinutes ?? 0
    return accept({ kind: 'existing', deploymentId: found.id, label, leadMinutes, dueAt, status })
  }

  async #sharedEnvironment(application: string, dependent: TargetToSchedule): Promise<string | null> {
    const found = await targetsToSchedule(this.#database, application)
    const shared = found?.targets.find((target) => target.environment.id === dependent.environment.id)
    return shared?.environment.id ?? null
  }

  async #target(
    { application, environment }: { application: string; environment: string | null },
    path: string,
  ): Promise<Result<TargetToSchedule, PlanRefusal>> {
    const found = await targetsToSchedule(this.#database, application)
    if (found === null) {
      return refuse({
        kind: 'not_found',
        what: 'application',
        name: application,
        path: under(path, 'application'),
      })
    }
    const candidates = found.targets.filter((target) => isNamed(target.environment, environment))
    const [target] = candidates
    const at = under(path, 'environment')
    if (target === undefined)
      return refuse({ kind: 'no_target', application: found.name, environment, path: at })
    if (candidates.length > 1) {
      const choices = candidates.map((candidate) => candidate.environment.slug)
      return refuse({ kind: 'environment_required', application: found.name, choices, path: at })
    }
    this.targets.set(target.targetId, target)
    return accept(target)
  }
}

function isNamed(environment: { id: string; slug: string }, name: string | null): boolean {
  return name === null || environment.id === name || environment.slug === name
}

function under(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`
}

interface Plan {
  now: Date
  decided: DecidedDeployment[]
  targets: Map<string, TargetToSchedule>
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
        leadMinutes: need.leadMinutes,
      })
    }
  }
  return ids
}

async function storeDeployment(
  { database, services, actor }: UseCaseContext,
  input: ScheduleDeploymentInput,
  { now, targets }: Plan,
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

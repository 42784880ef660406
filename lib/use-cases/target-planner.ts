import { type EdgeRule, edgeLeadMinutes, PLAIN_EDGE } from '@/lib/domain/edge-rule'
import { type ImageRefusal, resolveImage } from '@/lib/domain/image-reference'
import { DEFAULT_LEAD_MINUTES } from '@/lib/domain/lead-time'
import { accept, type Result, refuse } from '@/lib/domain/result'
import type { PlannedDependency, PlannedNode } from '@/lib/domain/schedule-decision'
import { targetLabel } from '@/lib/domain/target-label'
import type { TeamDatabase } from '@/lib/postgres/database'
import { relatedDeployments } from '@/lib/postgres/deployments'
import { type TargetToSchedule, targetsToSchedule } from '@/lib/postgres/targets-to-schedule'

export type DependencyInput =
  | {
      kind: 'new'
      application: string
      environment: string | null
      image: string | null
      /** Null: a quarter of an hour. */
      leadMinutes: number | null
      /** Left out: its success alone counts. */
      rule?: EdgeRule
      dependencies: DependencyInput[]
    }
  | { kind: 'existing'; deploymentId: string; leadMinutes: number | null; rule?: EdgeRule }

/** `path` says which part of the input: `application`, `dependencies.0.image`. */
export type PlanRefusal =
  | { kind: 'not_found'; what: 'application' | 'environment' | 'deployment'; name: string; path: string }
  | { kind: 'environment_required'; application: string; choices: string[]; path: string }
  | { kind: 'no_target'; application: string; environment: string | null; path: string }
  | (ImageRefusal & { path: string })

/** Turns names into targets; remembers the targets that it met. */
export class TargetPlanner {
  readonly targets = new Map<string, TargetToSchedule>()
  readonly #database: TeamDatabase
  readonly #defaultLeadMinutes: number

  constructor(database: TeamDatabase, { defaultLeadMinutes = DEFAULT_LEAD_MINUTES } = {}) {
    this.#database = database
    this.#defaultLeadMinutes = defaultLeadMinutes
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
    const { rule = PLAIN_EDGE } = input
    return accept({
      targetId: target.value.targetId,
      label: targetLabel(target.value.application, target.value.environment),
      image: image.value,
      leadMinutes: edgeLeadMinutes(rule, input.leadMinutes ?? this.#defaultLeadMinutes),
      startDeadlineMinutes: target.value.environment.startDeadlineMinutes,
      ...{ rule, dependencies },
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
    const { deploymentId, rule = PLAIN_EDGE } = input
    const [found] = await relatedDeployments(this.#database, [deploymentId])
    if (!found)
      return refuse({
        kind: 'not_found',
        what: 'deployment',
        name: deploymentId,
        path: under(path, 'deployment'),
      })
    const { label, dueAt, status } = found
    const leadMinutes = edgeLeadMinutes(rule, input.leadMinutes ?? 0)
    return accept({ kind: 'existing', deploymentId: found.id, label, leadMinutes, rule, dueAt, status })
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

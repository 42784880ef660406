import type {
  AccessKey,
  ClockSetting,
  Cluster,
  NextTask,
  Role,
  Rollout,
  Service,
  StandaloneTask,
  TaskDefinition,
} from './records.ts'

type Kinds = {
  cluster: Cluster
  taskDefinition: TaskDefinition
  service: Service
  rollout: Rollout
  task: StandaloneTask
  nextTask: NextTask
  role: Role
  accessKey: AccessKey
  clock: ClockSetting
}

/** One record as the journal keeps it. */
export type Put = { [Kind in keyof Kinds]: { kind: Kind; id: string; value: Kinds[Kind] } }[keyof Kinds]

/**
 * Everything that the sandbox knows. Reading is free; each write is also kept in `pending`, so that the
 * journal can write what one call changed as one line.
 */
export class World {
  readonly clusters = new Map<string, Cluster>()
  readonly taskDefinitions = new Map<string, TaskDefinition>()
  readonly services = new Map<string, Service>()
  readonly rollouts = new Map<string, Rollout>()
  readonly tasks = new Map<string, StandaloneTask>()
  readonly nextTasks = new Map<string, NextTask>()
  readonly roles = new Map<string, Role>()
  readonly accessKeys = new Map<string, AccessKey>()
  clock: ClockSetting | null = null

  readonly #rolloutsOfService = new Map<string, Rollout[]>()
  readonly #newestRevision = new Map<string, number>()
  #pending: Put[] = []

  /** Stores a record and remembers it for the journal. */
  put(put: Put): void {
    this.#pending.push(put)
    this.apply(put)
  }

  /** Stores a record that came from the journal. */
  apply(put: Put): void {
    switch (put.kind) {
      case 'cluster':
        this.clusters.set(put.id, put.value)
        break
      case 'taskDefinition':
        this.taskDefinitions.set(put.id, put.value)
        this.#newestRevision.set(
          put.value.family,
          Math.max(put.value.revision, this.#newestRevision.get(put.value.family) ?? 0),
        )
        break
      case 'service':
        this.services.set(put.id, put.value)
        break
      case 'rollout':
        this.#applyRollout(put.id, put.value)
        break
      case 'task':
        this.tasks.set(put.id, put.value)
        break
      case 'nextTask':
        this.nextTasks.set(put.id, put.value)
        break
      case 'role':
        this.roles.set(put.id, put.value)
        break
      case 'accessKey':
        this.accessKeys.set(put.id, put.value)
        break
      case 'clock':
        this.clock = put.value
        break
    }
  }

  /** What was stored since the last call. */
  takePending(): Put[] {
    const taken = this.#pending
    this.#pending = []
    return taken
  }

  /** The rollouts of a service, oldest first. */
  rolloutsOf(service: Service): readonly Rollout[] {
    return this.#rolloutsOfService.get(rolloutsKey(service.cluster, service.name, service.generation)) ?? []
  }

  newestRevision(family: string): number {
    return this.#newestRevision.get(family) ?? 0
  }

  #applyRollout(id: string, rollout: Rollout): void {
    const key = rolloutsKey(rollout.cluster, rollout.service, rollout.generation)
    const list = this.#rolloutsOfService.get(key) ?? []
    if (this.rollouts.has(id)) {
      list[list.findLastIndex((other) => other.deploymentId === id)] = rollout
    } else list.push(rollout)
    this.#rolloutsOfService.set(key, list)
    this.rollouts.set(id, rollout)
  }
}

function rolloutsKey(cluster: string, service: string, generation: number): string {
  return `${serviceKey(cluster, service)}#${generation}`
}

export function serviceKey(cluster: string, service: string): string {
  return `${cluster}/${service}`
}

export function taskDefinitionKey(family: string, revision: number): string {
  return `${family}:${revision}`
}

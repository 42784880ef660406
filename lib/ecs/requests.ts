import type {
  ContainerDefinition,
  RegisterTaskDefinitionCommandInput,
  Tag,
  TaskDefinition,
  UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs'
import { RolloutRejected } from '@/lib/ports/rollout-errors'

/** The tag by which the revision that a run registered is found again. Its value is the run's id. */
export const RUN_TAG = 'shipclock:run'

/**
 * The request that registers a copy of `base` with another image in one container (null: the same
 * image). Tags are carried over, except those that AWS reserves, and the run's tag is added.
 *
 * Throws `RolloutRejected` when the container is not in the revision; the message names those that are.
 */
export function registerTaskDefinitionRequest(
  base: { taskDefinition: TaskDefinition; tags: readonly Tag[] },
  order: { container: string; image: string | null; runId: string },
): RegisterTaskDefinitionCommandInput {
  const { containerDefinitions = [], family, ...settings } = withoutReadOnly(base.taskDefinition)
  if (family === undefined) throw new RolloutRejected('ECS did not name the family of the task definition.')
  requireContainer(containerDefinitions, order.container)
  return {
    ...settings,
    family,
    containerDefinitions: containerDefinitions.map((definition) =>
      definition.name === order.container && order.image !== null
        ? { ...definition, image: order.image }
        : definition,
    ),
    tags: [...base.tags.filter(isCarriedOver), { key: RUN_TAG, value: order.runId }],
  }
}

/**
 * The request that starts a rollout. Nothing but the revision: a fresh revision starts a rollout by
 * itself, so it is never forced; and desiredCount is left to autoscaling.
 */
export function updateServiceRequest(
  target: { cluster: string; service: string },
  revisionArn: string,
): UpdateServiceCommandInput {
  return { cluster: target.cluster, service: target.service, taskDefinition: revisionArn }
}

/** The definition of `container`; throws `RolloutRejected` naming the containers that exist otherwise. */
export function requireContainer(
  definitions: readonly ContainerDefinition[],
  container: string,
): ContainerDefinition {
  const definition = definitions.find((candidate) => candidate.name === container)
  if (definition !== undefined) return definition
  const names = definitions.map((candidate) => `"${candidate.name}"`).join(', ') || 'none'
  throw new RolloutRejected(`The task definition has no container "${container}"; it has ${names}.`)
}

/** What ECS answers about a task definition and refuses in a request to register one. */
type ReadOnly =
  | 'taskDefinitionArn'
  | 'revision'
  | 'status'
  | 'requiresAttributes'
  | 'compatibilities'
  | 'registeredAt'
  | 'deregisteredAt'
  | 'deleteRequestedAt'
  | 'registeredBy'

/**
 * Fails to compile when a newer SDK knows a member of TaskDefinition that can't be registered: then
 * `ReadOnly` has to grow. Until the SDK knows it, it is dropped by itself (see `unknown-members.ts`).
 */
function withoutReadOnly(
  taskDefinition: TaskDefinition,
): Partial<Pick<RegisterTaskDefinitionCommandInput, Exclude<keyof TaskDefinition, ReadOnly>>> {
  const {
    taskDefinitionArn: _arn,
    revision: _revision,
    status: _status,
    requiresAttributes: _attributes,
    compatibilities: _compatibilities,
    registeredAt: _registeredAt,
    deregisteredAt: _deregisteredAt,
    deleteRequestedAt: _deleteRequestedAt,
    registeredBy: _registeredBy,
    ...settings
  } = taskDefinition
  return settings
}

/** AWS refuses tags of its own prefix (CloudFormation's, say), and a run before ours left its own. */
function isCarriedOver(tag: Tag): boolean {
  return tag.key !== RUN_TAG && !tag.key?.toLowerCase().startsWith('aws:')
}

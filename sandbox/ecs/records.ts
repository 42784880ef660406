import type * as sdk from '@aws-sdk/client-ecs'
import type { RequestOf, Wire } from './wire-types.ts'

export type Tags = Wire<sdk.Tag>[]

export type Cluster = { name: string; tags: Tags }

export type TaskDefinition = {
  family: string
  revision: number
  status: 'ACTIVE' | 'INACTIVE'
  registeredAtMs: number
  deregisteredAtMs: number | null
  registeredBy: string
  request: RequestOf<'RegisterTaskDefinition'>
  tags: Tags
}

/** What the next rollout of a service is to do; used once. */
export type NextRollout = {
  outcome: Outcome
  seconds: number | null
  rollbackVariant: RollbackVariant
  circuitBreaker: CircuitBreaker | null
}

export const outcomes = ['healthy', 'crash_loop', 'cannot_pull', 'stuck', 'slow', 'superseded'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * How a rollback shows in `deployments[]`. AWS was seen bringing back the old deployment id, the failed
 * deployment listed or already gone; some imitations of ECS make a new id, so a client must bear all three.
 */
export const rollbackVariants = ['old_id', 'old_id_failed_absent', 'new_id'] as const
export type RollbackVariant = (typeof rollbackVariants)[number]

export const circuitBreakers = ['rollback', 'fail', 'off'] as const
export type CircuitBreaker = (typeof circuitBreakers)[number]

/** The settings of a service that are kept as they were given, because the sandbox only shows them. */
export type ServiceSettings = Pick<
  RequestOf<'CreateService'>,
  | 'availabilityZoneRebalancing'
  | 'capacityProviderStrategy'
  | 'enableECSManagedTags'
  | 'enableExecuteCommand'
  | 'healthCheckGracePeriodSeconds'
  | 'launchType'
  | 'loadBalancers'
  | 'networkConfiguration'
  | 'placementConstraints'
  | 'placementStrategy'
  | 'platformVersion'
  | 'propagateTags'
  | 'role'
  | 'schedulingStrategy'
  | 'serviceConnectConfiguration'
  | 'serviceRegistries'
  | 'volumeConfigurations'
  | 'vpcLatticeConfigurations'
>

export type Service = {
  cluster: string
  name: string
  /** Counts the services that bore this name: a deleted one's rollouts are not those of its successor. */
  generation: number
  status: 'ACTIVE' | 'INACTIVE'
  createdAtMs: number
  /** Null while the service is ACTIVE. */
  deletedAtMs: number | null
  createdBy: string
  desiredCount: number
  deploymentController: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL'
  deploymentConfiguration: Wire<sdk.DeploymentConfiguration>
  settings: ServiceSettings
  tags: Tags
  next: NextRollout | null
  /** Set while a rollout scripted as `superseded` waits for somebody else's update to overtake it. */
  outsideUpdateAtMs: number | null
}

/** One deployment as `deployments[]` names it, whose tasks serve or served. */
export type DeploymentIdentity = {
  deploymentId: string
  revisionId: string
  taskDefinition: string
  createdAtMs: number
}

/**
 * One rollout: what was asked and the script by which it goes. It never records progress: that is a pure
 * function of this record and the time, so a restart has nothing to bring up to date.
 */
export type Rollout = DeploymentIdentity & {
  cluster: string
  service: string
  generation: number
  serviceDeploymentId: string
  taskCount: number
  outcome: Outcome
  durationMs: number
  /** How long a rollback takes, once begun. */
  rollbackMs: number
  circuitBreaker: CircuitBreaker
  rollbackVariant: RollbackVariant
  rollbackDeploymentId: string
  deploymentConfiguration: Wire<sdk.DeploymentConfiguration>
  /** The last deployment that was completed, to which a rollback returns; null for a first rollout. */
  baseline: DeploymentIdentity | null
  targetGroups: string[]
  images: { containerName: string; image: string }[]
  /** When somebody asked to stop it and to roll back. */
  stopRequestedAtMs: number | null
  /** When a newer rollout took its place before it had ended. */
  supersededAtMs: number | null
}

/** A task started by RunTask; the tasks of services follow from their rollouts. */
export type StandaloneTask = {
  id: string
  cluster: string
  taskDefinition: string
  request: RequestOf<'RunTask'>
  createdAtMs: number
  durationMs: number
  outcome: 'exits' | 'cannot_pull' | 'runs_on'
  exitCode: number
  stopRequestedAtMs: number | null
  stopReason: string
}

/** What the next tasks that RunTask starts from a family are to do. */
export type NextTask = { outcome: StandaloneTask['outcome']; exitCode: number; seconds: number | null }

export type Role = { arn: string; externalId: string | null }

export type AccessKey = {
  accessKeyId: string
  secretAccessKey: string
  arn: string
  sessionToken: string | null
  sessionName: string | null
  expiresAtMs: number | null
}

export type ClockSetting = { offsetMs: number; frozenAtMs: number | null }

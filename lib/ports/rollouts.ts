/**
 * What the executor needs of the place that deployments go to. One implementation talks to AWS ECS
 * (`lib/ecs`); tests have a scripted one. Every method is one short exchange: nothing here waits for
 * a rollout. Mutating methods send their request once and never retry by themselves.
 *
 * Errors are the three classes of `rollout-errors.ts`; anything else thrown is a defect.
 */
export interface Rollouts {
  /** What serves now. Read-only, repeat freely. Refuses (`RolloutRejected`) what cannot be deployed to. */
  snapshot(target: RolloutTarget): Promise<ServiceSnapshot>
  /** The revision that an earlier, interrupted attempt of this run registered, if there is one. */
  findRevision(target: RolloutTarget, query: RevisionQuery): Promise<Revision | null>
  /** Registers the revision to deploy: the one that serves now with `image` in the target's container (null: as it is). */
  registerRevision(target: RolloutTarget, order: RevisionOrder): Promise<Revision>
  /**
   * The rollout of `revisionArn` that an earlier, interrupted attempt started, if there is one: PRIMARY, or begun
   * since the instant of the intent (by the database's clock; ECS's may differ by a minute).
   */
  findRollout(target: RolloutTarget, query: { revisionArn: string; since: Date }): Promise<Rollout | null>
  /** Makes the service run `revisionArn`. Never forces: a fresh revision is what makes a rollout. */
  startRollout(target: RolloutTarget, order: { revisionArn: string }): Promise<Rollout>
  /** One look at the service and at our rollout. */
  observe(target: RolloutTarget, rollout: RolloutToObserve): Promise<RolloutObservation>
  /** Asks the platform to stop our rollout and roll back. Answers false when it had already ended. */
  stopRollout(target: RolloutTarget, order: { serviceDeploymentArn: string }): Promise<boolean>
  /** What the cloud account can see: the connection test, and the choices that forms offer. */
  discover(account: CloudAccountAccess): Promise<Discovery>
}

/** How to reach an AWS account. Credentials are sealed; only an adapter in the worker can open them. */
export interface CloudAccountAccess {
  id: string
  teamId: string
  name: string
  region: string
  /** Another address than AWS's own, for ECS-compatible servers. */
  endpoint: string | null
  credentials:
    | { kind: 'static'; sealed: SealedSecret }
    | { kind: 'role'; roleArn: string; externalId: string }
    | { kind: 'ambient' }
}

/** A secret sealed to the worker's key (HPKE, RFC 9180). Both parts base64url. */
export interface SealedSecret {
  keyId: string
  encapsulatedKey: string
  ciphertext: string
}

export interface RolloutTarget {
  account: CloudAccountAccess
  cluster: string
  service: string
  /** The container whose image changes. */
  container: string
  /** Names the AWS session, so that CloudTrail shows which deployment called. */
  deploymentId: string
  /** Aborts the exchange well before the run's lease ends. */
  signal: AbortSignal
}

export interface ServiceSnapshot {
  serviceArn: string
  /** The task definition that serves now. */
  revisionArn: string
  /** Image of the target's container in it. */
  image: string
  /** Id of the PRIMARY deployment, e.g. `ecs-svc/1234567890123456789`. */
  rolloutId: string
  /** False while somebody else's rollout is under way. */
  rolloutSettled: boolean
  /**
   * What still serves under a rollout that will neither succeed nor end: all its tasks fail, and no circuit
   * breaker stops it. Null: there is no such rollout.
   */
  beneath: { revisionArn: string; image: string } | null
  desiredCount: number
  /** How long ECS keeps a rollout under watch after it serves; belongs on top of the deadline. 0: not at all. */
  bakeTimeMinutes: number
  circuitBreaker: { enabled: boolean; rollback: boolean }
  /** Highest event time seen, so that older events are not shown as ours. */
  latestEventAt: Date | null
}

export interface RevisionQuery {
  /** Tag by which our own revision is found again. */
  runId: string
  /** Any revision of the family, from which it is derived. */
  basedOnRevisionArn: string
}

export interface RevisionOrder extends RevisionQuery {
  image: string | null
}

export interface Revision {
  revisionArn: string
  /** What differs from the revision it is based on, for people; values of environment variables are never in it. */
  changes: RevisionChange[]
}

export interface RevisionChange {
  /** e.g. `web image` */
  what: string
  before: string | null
  after: string | null
}

export interface Rollout {
  /** ECS deployment id. */
  rolloutId: string
  /** By ECS's clock, never by ours: it is compared with other instants of ECS only. */
  startedAt: Date
  /** Known when the rollout was found by it, or by an earlier look that told it; else null. */
  serviceDeploymentArn: string | null
}

export interface RolloutToObserve extends Rollout {
  revisionArn: string
  /** Only events after this instant are reported. */
  eventsAfter: Date
}

/** ECS's own account of one of `service.deployments[]`. */
export interface ObservedDeployment {
  id: string
  /** PRIMARY, ACTIVE, INACTIVE, DRAINING … */
  status: string
  revisionArn: string
  /** IN_PROGRESS, COMPLETED, FAILED; null where ECS gives none (classic load balancers). */
  rolloutState: string | null
  rolloutStateReason: string | null
  desiredCount: number
  pendingCount: number
  runningCount: number
  failedTasks: number
  createdAt: Date
}

export interface RolloutObservation {
  serviceStatus: string
  desiredCount: number
  runningCount: number
  pendingCount: number
  deployments: ObservedDeployment[]
  /** The service deployment (ECS's newer record) of our revision; null while not found. */
  serviceDeployment: {
    arn: string
    /** PENDING, IN_PROGRESS, SUCCESSFUL, STOPPED, STOP_REQUESTED, ROLLBACK_…; unknown values are passed on. */
    status: string
    statusReason: string | null
    lifecycleStage: string | null
    /** True when a service deployment newer than ours rolls out another revision. */
    superseded: boolean
    /** What a paused rollout waits for, e.g. a lifecycle hook that awaits an action; null when not paused. */
    pausedBy: string | null
  } | null
  /** Oldest first, only those after `eventsAfter`. */
  events: { id: string; at: Date; message: string }[]
  /** Tasks of our rollout that stopped, oldest first, with why, in ECS's words. Asked for only when something looks wrong. */
  failedTasks: { taskArn: string; at: Date | null; stopCode: string | null; reason: string }[]
}

export interface Discovery {
  /** True when there was more than is worth listing, so that the choices are not all. */
  truncated: boolean
  /** e.g. `arn:aws:sts::123456789012:assumed-role/shipclock/…`; null when the endpoint does not tell. */
  identity: string | null
  clusters: {
    name: string
    services: {
      name: string
      status: string
      desiredCount: number
      deploymentController: string
      containers: { name: string; image: string }[]
    }[]
  }[]
}

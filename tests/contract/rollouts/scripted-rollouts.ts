import { RolloutRejected, RolloutUnknown } from '@/lib/ports/rollout-errors'
import type {
  Discovery,
  Revision,
  RevisionOrder,
  Rollout,
  RolloutObservation,
  Rollouts,
  RolloutTarget,
  RolloutToObserve,
  ServiceSnapshot,
} from '@/lib/ports/rollouts'
import { type ScriptedCall, type ScriptedFault, ScriptedPlatform } from './scripted-platform'
import {
  deploymentsOf,
  failedTasksOf,
  phaseOf,
  primaryOf,
  type ScriptedOutcome,
  type ScriptedService,
  type ScriptedServiceSettings,
  STEPS,
  serviceDeploymentOf,
} from './scripted-service'

export interface ScriptedRollouts {
  rollouts: Rollouts
  /** Every mutating call that reached the platform, in order. */
  ledger: readonly ScriptedCall[]
  /** How the next rollout of a service goes; healthy unless said. Used once. */
  next(service: { cluster: string; service: string }, outcome: ScriptedOutcome): void
  /** What becomes of the next calls of a method, in the order given. Used up, the method works again. */
  fault(method: keyof Rollouts, fault: ScriptedFault, times?: number): void
  /** Lets steps pass in every rollout; a rollout takes `STEPS` of them. */
  advance(steps?: number): void
}

export interface ScriptedRolloutsSettings {
  services: readonly ScriptedServiceSettings[]
  now: () => Date
  /** Every `observe` lets one step pass, so that whoever only looks gets to the end. */
  stepOnObserve?: boolean
}

/** `Rollouts` in memory: outcomes and faults by script, no time but steps. Kept true to ECS by the contract suite. */
export function createScriptedRollouts(settings: ScriptedRolloutsSettings): ScriptedRollouts {
  const platform = new ScriptedPlatform(settings.services, settings.now)
  return {
    rollouts: rolloutsOn(platform, settings.stepOnObserve),
    ledger: platform.ledger,
    next: (service, outcome) => {
      platform.serviceOf(service).next = outcome
    },
    fault: (method, fault, times = 1) => platform.fault(method, fault, times),
    advance: (steps = 1) => platform.advance(steps),
  }
}

/** The same on a platform that somebody else holds and moves. */
export function rolloutsOn(platform: ScriptedPlatform, stepOnObserve = false): Rollouts {
  return {
    snapshot: async (target) => platform.call('snapshot', target.signal, () => snapshot(platform, target)),
    findRevision: async (target, query) =>
      platform.call('findRevision', target.signal, () =>
        shown(platform.revisionOfRun(query.runId, query.basedOnRevisionArn)),
      ),
    registerRevision: async (target, order) =>
      platform.call('registerRevision', target.signal, () => register(platform, target, order)),
    findRollout: async (target, query) =>
      platform.call('findRollout', target.signal, () =>
        platform.rolloutOf(platform.serviceOf(target), query.revisionArn, query.since),
      ),
    startRollout: async (target, order) =>
      platform.call('startRollout', target.signal, () => start(platform, target, order.revisionArn)),
    observe: async (target, rollout) =>
      platform.call('observe', target.signal, () => {
        if (stepOnObserve) platform.advance(1)
        return observe(platform, target, rollout)
      }),
    stopRollout: async (target, order) =>
      platform.call('stopRollout', target.signal, () => stop(platform, target, order.serviceDeploymentArn)),
    discover: async () => platform.call('discover', null, () => discovery(platform)),
  }
}

function snapshot(platform: ScriptedPlatform, target: RolloutTarget): ServiceSnapshot {
  const service = platform.serviceOf(target)
  const controller = service.deploymentController ?? 'ECS'
  if (controller !== 'ECS')
    throw new RolloutRejected(`The service "${service.name}" is deployed by ${controller}.`)
  requireContainer(platform, target)
  const primary = primaryOf(service)
  return {
    serviceArn: `arn:aws:ecs:us-east-1:123456789012:service/${service.cluster}/${service.name}`,
    revisionArn: primary.revisionArn,
    image: platform.revisionOf(primary.revisionArn).image,
    rolloutId: primary.rolloutId,
    rolloutSettled: deploymentsOf(service)[0]?.rolloutState !== 'IN_PROGRESS',
    beneath: beneathHopeless(platform, service),
    desiredCount: service.desiredCount,
    bakeTimeMinutes: 0,
    circuitBreaker: service.circuitBreaker,
    latestEventAt: null,
  }
}

function beneathHopeless(platform: ScriptedPlatform, service: ScriptedService): ServiceSnapshot['beneath'] {
  const [primary, serving] = deploymentsOf(service)
  const { outcome, age } = primaryOf(service)
  const isHopeless = outcome === 'cannot_pull' && age >= STEPS && !service.circuitBreaker.enabled
  if (!isHopeless || primary?.rolloutState !== 'IN_PROGRESS' || serving === undefined) return null
  const { revisionArn } = serving
  return { revisionArn, image: platform.revisionOf(revisionArn).image }
}

function register(platform: ScriptedPlatform, target: RolloutTarget, order: RevisionOrder): Revision {
  requireContainer(platform, target)
  const base = platform.revisionOf(order.basedOnRevisionArn)
  const revision = platform.register(base.family, order.image ?? base.image, order.runId)
  if (revision.image !== base.image) {
    revision.changes.push({ what: `${target.container} image`, before: base.image, after: revision.image })
  }
  platform.tell('registerRevision', target, revision.revisionArn)
  return { revisionArn: revision.revisionArn, changes: revision.changes }
}

/** As in ECS, a revision that is being rolled out already makes no second rollout. */
function start(platform: ScriptedPlatform, target: RolloutTarget, revisionArn: string): Rollout {
  const service = platform.serviceOf(target)
  platform.revisionOf(revisionArn)
  const repeated = primaryOf(service).revisionArn === revisionArn
  platform.tell('startRollout', target, repeated ? null : revisionArn)
  if (!repeated) platform.begin(service, revisionArn, 0)
  const started = platform.rolloutOf(service, revisionArn, new Date(0))
  if (started === null) throw new RolloutUnknown('The answer does not show our rollout.')
  return started
}

function observe(
  platform: ScriptedPlatform,
  target: RolloutTarget,
  rollout: RolloutToObserve,
): RolloutObservation {
  const service = platform.serviceOf(target)
  const deployments = deploymentsOf(service)
  const ours = service.rollouts.findLast((candidate) => candidate.revisionArn === rollout.revisionArn)
  return {
    serviceStatus: 'ACTIVE',
    desiredCount: service.desiredCount,
    runningCount: service.desiredCount,
    pendingCount: deployments[0]?.pendingCount ?? 0,
    deployments,
    serviceDeployment: ours === undefined ? null : serviceDeploymentOf(service, ours),
    events: [],
    failedTasks: ours === undefined ? [] : failedTasksOf(ours),
  }
}

function stop(platform: ScriptedPlatform, target: RolloutTarget, serviceDeploymentArn: string): boolean {
  const service = platform.serviceOf(target)
  const rollout = service.rollouts.find(
    (candidate) => candidate.serviceDeploymentArn === serviceDeploymentArn,
  )
  if (rollout === undefined)
    throw new RolloutRejected(`There is no service deployment ${serviceDeploymentArn}.`)
  const running = phaseOf(service, rollout) === 'in_progress'
  platform.tell('stopRollout', target, running ? rollout.revisionArn : null)
  if (running) rollout.stoppedAtAge = rollout.age
  return running
}

function discovery(platform: ScriptedPlatform): Discovery {
  const names = [...new Set(platform.services.map((service) => service.cluster))]
  const clusters = names.map((name) => ({
    name,
    services: platform.services
      .filter((service) => service.cluster === name)
      .map((service) => ({
        name: service.name,
        status: 'ACTIVE',
        desiredCount: service.desiredCount,
        deploymentController: service.deploymentController ?? 'ECS',
        containers: [
          { name: service.container, image: platform.revisionOf(primaryOf(service).revisionArn).image },
        ],
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
  }))
  return { identity: 'arn:aws:iam::123456789012:user/scripted', truncated: false, clusters }
}

function requireContainer(platform: ScriptedPlatform, target: RolloutTarget): void {
  const { container } = platform.serviceOf(target)
  if (container === target.container) return
  throw new RolloutRejected(
    `The task definition has no container "${target.container}"; it has "${container}".`,
  )
}

function shown(revision: Revision | null): Revision | null {
  return revision === null ? null : { revisionArn: revision.revisionArn, changes: revision.changes }
}

import type { Rollouts } from '@/lib/ports/rollouts'
import { createAws } from './aws'
import type { AwsClientSettings } from './aws-clients'
import { type CallBudgets, callBudgets } from './call-budgets'
import { discover } from './discover'
import type { AwsCallResult } from './errors'
import { observeRollout } from './observe'
import { findRevision, registerRevision } from './revisions'
import { findRollout, startRollout, stopRollout } from './rollout-control'
import { takeSnapshot } from './snapshot'

export interface EcsRolloutsSettings
  extends Pick<AwsClientSettings, 'openCredentials' | 'allowPrivateEndpoints'> {
  /** Told of every exchange, e.g. ('ecs:UpdateService', 'ok'). */
  metrics?: (action: string, result: AwsCallResult) => void
  /** The process's own unless given. */
  budgets?: CallBudgets
  timeouts?: Partial<EcsTimeouts>
}

/** All in milliseconds. */
export interface EcsTimeouts {
  /** A single exchange that changes something is cut after this. */
  requestMs: number
  /** A single one that only reads. */
  readMs: number
  /** The first pause before a read is repeated. */
  retryPauseMs: number
  /** All of `discover`. */
  discoverMs: number
}

const USUAL_TIMEOUTS: EcsTimeouts = { requestMs: 8000, readMs: 3000, retryPauseMs: 200, discoverMs: 60_000 }

/** `Rollouts` by AWS ECS, through the AWS SDK. Belongs in the worker: it opens the accounts' keys. */
export function createEcsRollouts(settings: EcsRolloutsSettings): Rollouts {
  const { requestMs, readMs, retryPauseMs, discoverMs } = { ...USUAL_TIMEOUTS, ...settings.timeouts }
  const aws = createAws({
    openCredentials: settings.openCredentials,
    allowPrivateEndpoints: settings.allowPrivateEndpoints,
    requestMs,
    readMs: Math.min(readMs, requestMs),
    retryPauseMs,
    budgets: settings.budgets ?? callBudgets,
    onCall: settings.metrics ?? (() => undefined),
  })
  return {
    snapshot: (target) => takeSnapshot(aws, target),
    findRevision: (target, query) => findRevision(aws, target, query),
    registerRevision: (target, order) => registerRevision(aws, target, order),
    findRollout: (target, query) => findRollout(aws, target, query),
    startRollout: (target, order) => startRollout(aws, target, order),
    observe: (target, rollout) => observeRollout(aws, target, rollout),
    stopRollout: (target, order) => stopRollout(aws, target, order),
    discover: (account) => discover(aws, account, AbortSignal.timeout(discoverMs)),
  }
}

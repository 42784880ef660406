/**
 * The states of a deployment and the only moves between them. Everything that writes a status goes
 * through `canTransition`, and the database write itself is guarded by the status that was read.
 */
export const DEPLOYMENT_STATUSES = [
  'scheduled',
  'awaiting_approval',
  'waiting',
  'held',
  'running',
  'succeeded',
  'failed',
  'rolled_back',
  'cancelled',
  'missed',
  'skipped',
] as const

export type DeploymentStatus = (typeof DEPLOYMENT_STATUSES)[number]

const TRANSITIONS: Record<DeploymentStatus, readonly DeploymentStatus[]> = {
  scheduled: ['waiting', 'held', 'awaiting_approval', 'running', 'cancelled', 'missed', 'skipped'],
  awaiting_approval: ['scheduled', 'skipped', 'cancelled', 'missed'],
  waiting: ['scheduled', 'running', 'held', 'skipped', 'cancelled', 'missed'],
  held: ['scheduled', 'waiting', 'running', 'skipped', 'cancelled', 'missed'],
  running: ['succeeded', 'failed', 'rolled_back', 'cancelled'],
  succeeded: [],
  failed: ['running'],
  rolled_back: ['running'],
  cancelled: [],
  missed: ['scheduled'],
  skipped: ['scheduled'],
}

/** Ended: nothing happens any more unless a person asks for it (retry, reschedule). */
export const ENDED_STATUSES = [
  'succeeded',
  'failed',
  'rolled_back',
  'cancelled',
  'missed',
  'skipped',
] as const satisfies readonly DeploymentStatus[]

/** Pending: has not started, and starts or ends by itself. */
export const PENDING_STATUSES = [
  'scheduled',
  'awaiting_approval',
  'waiting',
  'held',
] as const satisfies readonly DeploymentStatus[]

export function canTransition(from: DeploymentStatus, to: DeploymentStatus): boolean {
  return TRANSITIONS[from].includes(to)
}

export function hasEnded(status: DeploymentStatus): boolean {
  return ENDED_STATUSES.some((ended) => ended === status)
}

export function isPending(status: DeploymentStatus): boolean {
  return PENDING_STATUSES.some((pending) => pending === status)
}

/** Ended after a run, so that another run makes sense. */
export function canRetry(status: DeploymentStatus): boolean {
  return hasEnded(status) && canTransition(status, 'running')
}

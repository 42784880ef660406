import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { formatInZone } from '@/lib/domain/zone-format'
import { conflict, type WordsByKind } from './words'

/** Refusals for which the deployment itself is not, or no longer, in the state that was needed. */
export type StateRefusal =
  | { kind: 'too_late'; startedAt: Date }
  | { kind: 'too_late'; status: DeploymentStatus }
  | { kind: 'already_finished'; status: DeploymentStatus }
  | { kind: 'after_dependent'; label: string; dueAt: Date }
  | { kind: 'not_retryable'; status: DeploymentStatus }
  | { kind: 'target_busy'; label: string }
  | { kind: 'nothing_to_dismiss'; status: DeploymentStatus }

export const stateWords: WordsByKind<StateRefusal> = {
  too_late: (refusal) => {
    if ('startedAt' in refusal) {
      return conflict(
        'too_late',
        'Too late: it has just started',
        'The deployment started a moment ago, so it was not cancelled. Stop it if the rollout that is under way shall be rolled back.',
        { extra: { started_at: refusal.startedAt.toISOString() } },
      )
    }
    return conflict(
      'too_late',
      'Too late: it has started',
      'The deployment is under way and can’t be changed any more. Stop it, or wait for its end and schedule another.',
      { extra: { status: refusal.status } },
    )
  },
  already_finished: ({ status }) =>
    conflict(
      'already_finished',
      'It has already ended',
      `The deployment has ended as ${inWords(status)} and stays so. Schedule another one${status === 'failed' || status === 'rolled_back' ? ', or retry it' : ''}.`,
      { extra: { status } },
    ),
  after_dependent: ({ label, dueAt }) =>
    conflict(
      'after_dependent',
      'Something needs it earlier',
      `${label} waits for this deployment and is due ${formatInZone(dueAt, 'UTC')}. Choose a time before that, or reschedule ${label} first.`,
      { path: 'at', extra: { dependent: label, dependent_due_at: dueAt.toISOString() } },
    ),
  not_retryable: ({ status }) =>
    conflict(
      'not_retryable',
      'It can’t be retried',
      `Only a deployment that failed or was rolled back can be retried; this one is ${inWords(status)}.`,
      { extra: { status } },
    ),
  target_busy: ({ label }) =>
    conflict(
      'target_busy',
      'Something else is being deployed there',
      `${label} is being deployed at this moment, and only one deployment of a service runs at a time. Try again when it has ended.`,
    ),
  nothing_to_dismiss: ({ status }) =>
    conflict(
      'nothing_to_dismiss',
      'There is nothing to dismiss',
      `Only what was missed or started late can be dismissed; this one is ${inWords(status)} and is not, or no longer, on the list.`,
      { extra: { status } },
    ),
}

function inWords(status: DeploymentStatus): string {
  return status.replaceAll('_', ' ')
}

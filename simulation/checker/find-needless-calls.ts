import type { Facts, Finding } from './facts'

/** Any call at all of the platform, for what never started: cancelled in time, missed, skipped. */
export function findNeedlessCalls({ deployments, ledger }: Facts): Finding[] {
  const calls = [...ledger.registered, ...ledger.rollouts, ...ledger.stops]
  const called = new Set(calls.map(({ deploymentId }) => deploymentId))
  return deployments
    .filter(({ id, runs }) => runs.length === 0 && called.has(id))
    .map(({ id, status }) => ({
      ...{ kind: 'double', about: id },
      why: `It is ${status} and never started, and ECS was called for it.`,
    }))
}

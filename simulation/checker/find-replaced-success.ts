import type { RolloutFact } from '@/simulation/platform/ledger'
import type { Facts, Finding } from './facts'

/** Said to have succeeded when something else had taken its place already. */
export function findReplacedSuccess({ deployments, ledger }: Facts): Finding[] {
  return deployments.flatMap(({ id, runs }) =>
    runs.flatMap(({ id: runId, outcome, finishedAt }) => {
      const own = ledger.rollouts.find((one) => one.runId === runId && !one.isReturn)
      if (outcome !== 'succeeded' || own === undefined || finishedAt === null) return []
      const later = nextAfter(own, ledger.rollouts)
      if (later === undefined || later.startedAtMs >= finishedAt.getTime()) return []
      return [{ kind: 'false_success' as const, about: id, why: `${later.rolloutId} had taken its place.` }]
    }),
  )
}

function nextAfter(own: RolloutFact, all: readonly RolloutFact[]): RolloutFact | undefined {
  return all.find(({ service, startedAtMs }) => service === own.service && startedAtMs > own.startedAtMs)
}

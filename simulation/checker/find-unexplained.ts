import type { RolloutFact } from '@/simulation/platform/ledger'
import type { DeploymentFact, Facts, Finding } from './facts'

/** Ends for which neither the platform, nor what people asked for, nor the clock gives a reason. */
export function findUnexplained({ deployments, ledger }: Facts): Finding[] {
  const known = new Set(deployments.flatMap(({ runs }) => runs.map(({ id }) => id)))
  const byId = new Map(deployments.map((row) => [row.id, row]))
  const strangers = ledger.registered.filter(({ runId }) => !known.has(runId))
  return [
    ...strangers.map(({ deploymentId }) => odd(deploymentId, 'ECS was called for a run that is not there.')),
    ...deployments.flatMap((row) => {
      const run = row.runs.at(-1)
      const rollout = ledger.rollouts.find((one) => one.runId === run?.id && !one.isReturn)
      const why = whyOdd(row, rollout, byId)
      return why === null ? [] : [odd(row.id, `${why} It ended ${row.status}: ${row.reason}`)]
    }),
  ]
}

/** In the words that the timeline has for what was tried too often: lib/use-cases/give-up.ts. */
const GIVEN_UP = /by a fault that Shipclock does not know/

function whyOdd(
  row: DeploymentFact,
  rollout: RolloutFact | undefined,
  byId: ReadonlyMap<string, DeploymentFact>,
): string | null {
  const { status, reason, needs, finishedAt, startDeadlineAt } = row
  if (GIVEN_UP.test(reason)) return null
  switch (status) {
    case 'skipped':
      return needs.some((id) => hasEverFailed(byId.get(id)))
        ? null
        : 'Nothing that it depends on ended badly.'
    case 'missed':
      return finishedAt !== null && finishedAt > startDeadlineAt ? null : 'It was not too late.'
    case 'cancelled':
      return row.timeline.some(
        ({ event }) => event === 'deployment.cancelled' || event === 'run.stop_requested',
      )
        ? null
        : 'Nobody asked for that.'
    case 'rolled_back':
      return rollout !== undefined && rollout.outcome !== 'healthy'
        ? null
        : 'Its rollout was healthy, or never was.'
    case 'failed':
      return whyFailedOdd(reason, rollout)
    default:
      return null
  }
}

const BAD_ENDS: readonly (string | null)[] = ['failed', 'rolled_back', 'cancelled', 'missed', 'skipped']

/** Whatever somebody did about it later. */
function hasEverFailed(row: DeploymentFact | undefined): boolean {
  return row?.timeline.some(({ toStatus }) => BAD_ENDS.includes(toStatus)) ?? false
}

function whyFailedOdd(reason: string, rollout: RolloutFact | undefined): string | null {
  if (rollout === undefined) return 'There was nothing that could fail.'
  return rollout.outcome === 'healthy'
    ? 'Its rollout was healthy.'
    : reason === ''
      ? 'It does not say why.'
      : null
}

function odd(about: string, why: string): Finding {
  return { kind: 'unexplained', about, why }
}

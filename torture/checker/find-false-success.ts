import type { DeploymentFact, Facts, Finding, RolloutFact } from './facts'
import { readLedger } from './read-ledger'

/** Both clocks are this machine's; ECS's instants are cut to milliseconds. */
const SLACK_MS = 5

/** Said to have succeeded although its rollout did not complete, was not complete yet, or never was. */
export function findFalseSuccess({ deployments, ledger, rollouts }: Facts): Finding[] {
  const byId = new Map(rollouts.map((rollout) => [rollout.rolloutId, rollout]))
  const own = readLedger(ledger).rollouts.filter(({ isReturn }) => !isReturn)
  const rolloutOf = new Map(own.map((rollout) => [rollout.registeredBy, byId.get(rollout.rolloutId)]))
  return deployments.flatMap((row) => {
    if (row.status !== 'succeeded') return []
    const run = row.runs.at(-1)
    const back = run?.bringsBack ? lastOf(run.bringsBack, rollouts, row.finishedAt) : undefined
    const why = whyFalse(row, run && (back ?? rolloutOf.get(run.id)))
    return why === null ? [] : [{ kind: 'false_success' as const, about: row.id, why }]
  })
}

/** A revert's rollout: of those of its revision the last that was complete by its end, if one was. */
function lastOf(
  revision: string,
  rollouts: readonly RolloutFact[],
  by: Date | null,
): RolloutFact | undefined {
  const returns = rollouts.filter((rollout) => rollout.revision === revision)
  const inTime = returns.filter(({ completeAt }) => by === null || completeAt - SLACK_MS <= by.getTime())
  return inTime.at(-1) ?? returns.at(-1)
}

function whyFalse({ finishedAt }: DeploymentFact, rollout: RolloutFact | undefined): string | null {
  if (rollout === undefined) return 'ECS knows of no rollout of it.'
  if (rollout.phase !== 'completed') return `${rollout.rolloutId} is ${rollout.phase} at ECS.`
  if (finishedAt !== null && finishedAt.getTime() < rollout.completeAt - SLACK_MS) {
    return `${rollout.rolloutId} was complete only ${rollout.completeAt - finishedAt.getTime()} ms later.`
  }
  return null
}

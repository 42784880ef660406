import type { DeploymentFact, Facts, Finding, RunFact } from './facts'
import { type OwnRollout, readLedger } from './read-ledger'

/**
 * More than one rollout for a run, judged by ECS's ledger. Going back is a rollout too, and allowed once to a
 * run that set out to: then the revision is the one that served before it, and its own rollout came first. A
 * revert's own rollout is of the revision that served before what it undoes.
 */
export function findDouble(facts: Facts): Finding[] {
  return [...findDoubleRollouts(facts), ...findDoubleAcceptance(facts)]
}

function findDoubleRollouts({ ledger, deployments }: Facts): Finding[] {
  const { rollouts } = readLedger(ledger)
  const deploymentOf = new Map(deployments.flatMap((row) => row.runs.map((run) => [run.id, row] as const)))
  const hasRolledOut = new Set<string>()
  const hasReturned = new Set<string>()
  const findings: Finding[] = []
  for (const rollout of rollouts) {
    const run = rollout.registeredBy
    if (!rollout.isReturn && run !== null && !hasRolledOut.has(run)) {
      hasRolledOut.add(run)
      continue
    }
    const returning = whoReturned(rollout, deployments, hasRolledOut, hasReturned)
    if (returning !== null) {
      hasReturned.add(returning.id)
      continue
    }
    const reverting = whoReverted(rollout, deployments, hasRolledOut)
    if (reverting !== null) {
      hasRolledOut.add(reverting.id)
      continue
    }
    const about = (run && deploymentOf.get(run)?.id) ?? rollout.service
    findings.push({
      kind: 'double',
      about,
      why: `${rollout.rolloutId} is one rollout of ${rollout.revision} too many.`,
    })
  }
  return findings
}

/** The revert's run that is to bring this revision back and has rolled out nothing yet. */
function whoReverted(
  rollout: OwnRollout,
  deployments: readonly DeploymentFact[],
  hasRolledOut: ReadonlySet<string>,
): RunFact | null {
  const runs = deployments.flatMap((row) => row.runs)
  return runs.find((run) => run.bringsBack === rollout.revision && !hasRolledOut.has(run.id)) ?? null
}

/** The run that set out to go back to this revision, has rolled out its own before, and has not gone back yet. */
function whoReturned(
  rollout: OwnRollout,
  deployments: readonly DeploymentFact[],
  hasRolledOut: ReadonlySet<string>,
  hasReturned: ReadonlySet<string>,
): RunFact | null {
  for (const { runs } of deployments) {
    for (const run of runs) {
      if (!run.rolledBackByUs || run.previousRevision !== rollout.revision) continue
      if (hasRolledOut.has(run.id) && !hasReturned.has(run.id)) return run
    }
  }
  return null
}

/** One order, and twice the deployments: the image tells them apart. */
function findDoubleAcceptance({ deployments }: Facts): Finding[] {
  const byImage = Map.groupBy(deployments, (row) => row.image ?? row.id)
  return [...byImage].flatMap(([image, rows]) =>
    rows.length > 1
      ? [
          {
            kind: 'double' as const,
            about: rows[1]?.id ?? image,
            why: `${image} was scheduled ${rows.length} times.`,
          },
        ]
      : [],
  )
}

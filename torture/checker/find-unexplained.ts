import { endedBadly } from '@/lib/domain/dependency-graph'
import { type DeploymentStatus, hasEnded } from '@/lib/domain/deployment-status'
import type { VerifiedInvariant } from '@/lib/queries/verify-invariants'
import type { OrderRecord } from '@/torture/carry-out-work'
import type { PlannedNode, PlannedOutcome } from '@/torture/plan/work'
import type { DeploymentFact, Facts, Finding } from './facts'
import { readLedger } from './read-ledger'

/** What was planned for a deployment: what its rollout was to do, and whether somebody meant to stop it. */
interface Meant {
  outcome: PlannedOutcome
  record: OrderRecord
}

/** What the end, the timeline, the plan and the ledger do not agree on. */
export function findUnexplained(facts: Facts): Finding[] {
  const meant = meantByImage(facts.orders)
  const byId = new Map(facts.deployments.map((row) => [row.id, row]))
  const { rollouts, registeredRuns } = readLedger(facts.ledger)
  const rolledOut = new Set(rollouts.map(({ registeredBy }) => registeredBy))
  const known = new Set(facts.deployments.flatMap(({ runs }) => runs.map(({ id }) => id)))
  return [
    ...[...registeredRuns]
      .filter((run) => !known.has(run))
      .map((run) => odd(run, 'ECS was called for a run that is not ours.')),
    ...facts.verification.invariants.flatMap(findBroken),
    ...facts.orders.flatMap((record) => findMisanswered(record, facts.deployments)),
    ...facts.deployments.flatMap((row) => {
      if (!hasEnded(row.status)) return []
      const plan = meant.get(row.image ?? '')
      const whys = [whyEnded(row, plan, byId), ...whyNotTold(row, rolledOut)]
      return whys.flatMap((why) => (why === null ? [] : [odd(row.id, why)]))
    }),
  ]
}

/** Notes are for people; what is broken is broken. */
function findBroken({ name, severity, first }: VerifiedInvariant): Finding[] {
  if (severity !== 'fault') return []
  return first.map(({ deploymentId, detail }) => odd(deploymentId ?? name, `verify: ${name}: ${detail}`))
}

function findMisanswered({ order, scheduled }: OrderRecord, rows: readonly DeploymentFact[]): Finding[] {
  if (scheduled.kind === 'unanswered') return [odd(order.key, 'Nobody answered, also when all was healed.')]
  if (scheduled.kind !== 'refused') return []
  const there = rows.find((row) => row.image === order.root.image)
  return there === undefined ? [] : [odd(there.id, `It was refused (${scheduled.code}), and there it is.`)]
}

/** Why the end does not follow from what was planned; null when it does. */
function whyEnded(
  row: DeploymentFact,
  plan: Meant | undefined,
  byId: ReadonlyMap<string, DeploymentFact>,
): string | null {
  if (plan === undefined) return 'Nobody asked for it.'
  const unexpected = `It was to be ${plan.outcome} and ended ${row.status}: ${row.reason}`
  switch (row.status) {
    case 'succeeded':
      return plan.outcome === 'healthy' ? null : unexpected
    case 'rolled_back':
      return plan.outcome === 'crash' || plan.outcome === 'missing' ? null : unexpected
    case 'failed':
      return plan.outcome === 'superseded' && /another rollout|somebody else/i.test(row.reason)
        ? null
        : unexpected
    case 'skipped':
      return row.needs.some((id) => isBadEnd(byId.get(id)?.status)) ? null : unexpected
    case 'cancelled':
      return wasToBeCancelled(plan.record) ? null : unexpected
    case 'missed':
      return (row.finishedAt ?? row.dueAt) > row.startDeadlineAt ? null : unexpected
    default:
      return unexpected
  }
}

/** By an answer with success, or by a request whose answer never came. */
function wasToBeCancelled({ action }: OrderRecord): boolean {
  if (action?.kind !== 'cancel' && action?.kind !== 'stop') return false
  return action.answer.kind !== 'refused' || action.answer.doubtful
}

function whyNotTold(row: DeploymentFact, rolledOut: ReadonlySet<string | null>): (string | null)[] {
  const told = (event: string, runId?: string) =>
    row.timeline.some((entry) => entry.event === event && (runId === undefined || entry.runId === runId))
  return [
    row.startedAt !== null && row.startedAt < row.dueAt ? 'It started before its time.' : null,
    row.finishedAt === null ? 'It ended and does not say when.' : null,
    row.timeline.some(({ toStatus }) => toStatus === row.status)
      ? null
      : `The timeline does not say that it ${row.status}.`,
    row.status === 'cancelled' && row.runs.length === 0 && row.startedAt !== null
      ? 'It was cancelled before it started, and has started.'
      : null,
    ...row.runs.map(({ id }) =>
      rolledOut.has(id) && !told('run.rollout_started', id) && !told('run.rollout_adopted', id)
        ? 'ECS began its rollout, and the timeline does not know.'
        : null,
    ),
  ]
}

function meantByImage(orders: readonly OrderRecord[]): Map<string, Meant> {
  const meant = new Map<string, Meant>()
  const add = (node: PlannedNode, record: OrderRecord) => {
    meant.set(node.image, { outcome: node.outcome, record })
    for (const dependency of node.dependencies) add(dependency, record)
  }
  for (const record of orders) add(record.order.root, record)
  return meant
}

function isBadEnd(status: DeploymentStatus | undefined): boolean {
  return status !== undefined && endedBadly(status)
}

function odd(about: string, why: string): Finding {
  return { kind: 'unexplained', about, why }
}

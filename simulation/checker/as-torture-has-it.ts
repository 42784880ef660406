import { RUN_TAG } from '@/lib/ecs/requests'
import type { LedgerEntry } from '@/sandbox/ecs/journal'
import { demoKey } from '@/sandbox/ecs/sandbox'
import type { Ledger } from '@/simulation/platform/ledger'
import type { Facts as TortureFacts } from '@/torture/checker/facts'
import type { Facts } from './facts'

/**
 * Our ledger in the form of the sandbox's, so that the checker of the torture runs reads it, too: one for each
 * team, because each has an AWS account of its own, whose names mean nothing in another one.
 */
export function asTortureHasIt(facts: Facts): TortureFacts[] {
  return [...Map.groupBy(facts.deployments, ({ teamId }) => teamId).values()].map((deployments) => {
    const ids = new Set<string | null>(deployments.map(({ id }) => id))
    const { registered, rollouts } = facts.ledger
    const isOurs = ({ deploymentId }: { deploymentId: string | null }) => ids.has(deploymentId)
    return factsOf(deployments, registered.filter(isOurs), rollouts.filter(isOurs), facts.nowMs)
  })
}

function factsOf(
  deployments: TortureFacts['deployments'],
  registered: Ledger['registered'],
  rollouts: Ledger['rollouts'],
  nowMs: number,
): TortureFacts {
  return {
    orders: [],
    deployments,
    ledger: entriesOf(registered, rollouts),
    rollouts: rollouts.map((rollout) => ({
      ...{ rolloutId: rollout.rolloutId, service: rollout.service, revision: rollout.revisionArn },
      phase: rollout.phase === 'replaced' ? ('superseded' as const) : rollout.phase,
      completeAt: rollout.completeAtMs,
    })),
    verification: { invariants: [] },
    now: new Date(nowMs),
  }
}

function entriesOf(registered: Ledger['registered'], rollouts: Ledger['rollouts']): LedgerEntry[] {
  const told = [
    ...registered.map(({ atMs, revisionArn, runId }) => ({
      ...entry(atMs, `revision_registered ${revisionArn}`),
      request: { tags: [{ key: RUN_TAG, value: runId }] },
    })),
    ...rollouts.map(({ startedAtMs, rolloutId, revisionArn, service }) => ({
      ...entry(startedAtMs, `rollout_started ${rolloutId} revision ${revisionArn}`),
      service,
    })),
  ]
  return told.map((one, index) => ({ seq: index + 1, ...one }))
}

function entry(atMs: number, effect: string): Omit<LedgerEntry, 'seq'> {
  const { accessKeyId } = demoKey
  return {
    ...{ at: new Date(atMs).toISOString(), operation: '', cluster: null, service: null, request: {} },
    ...{ effect, answer: 'ok', caller: { accessKeyId, sessionName: null, arn: '' } },
  }
}

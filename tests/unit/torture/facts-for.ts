import type { LedgerEntry } from '@/sandbox/ecs/journal'
import { demoKey } from '@/sandbox/ecs/sandbox'
import type { OrderRecord } from '@/torture/carry-out-work'
import type { DeploymentFact, Facts, RolloutFact } from '@/torture/checker/facts'
import type { PlannedOrder } from '@/torture/plan/work'

const IMAGE = 'registry.example/web:0-healthy'
export const DUE_AT = new Date('2027-03-01T10:00:00Z')
export const ENDED_AT = new Date('2027-03-01T10:00:09Z')

/** A run in which one deployment was asked for and went well; tests break it in one place each. */
export function goodFacts(): Facts & {
  deployment: DeploymentFact
  order: OrderRecord
  rollout: RolloutFact
} {
  const deployment: DeploymentFact = {
    ...{ id: 'd1', image: IMAGE, status: 'succeeded', reason: 'Complete.', dueAt: DUE_AT },
    startDeadlineAt: new Date(DUE_AT.getTime() + 3_600_000),
    startedAt: DUE_AT,
    finishedAt: ENDED_AT,
    ...{ wakeUpLives: false, needs: [], madeForId: null },
    runs: [{ id: 'r1', previousRevision: 'web:1', rolledBackByUs: false }],
    timeline: [
      { event: 'run.rollout_started', toStatus: null, message: '', runId: 'r1' },
      { event: 'deployment.succeeded', toStatus: 'succeeded', message: '', runId: 'r1' },
    ],
  }
  const planned: PlannedOrder = {
    ...{ key: 'k1', askAtMs: 0, dueInMs: 0, action: null },
    root: { service: 'web', outcome: 'healthy', image: IMAGE, dependencies: [] },
  }
  const order: OrderRecord = {
    ...{ order: planned, dueAt: DUE_AT, action: null },
    scheduled: { kind: 'accepted', value: { ids: ['d1'] }, doubtful: false, attempts: 1 },
  }
  const rollout: RolloutFact = {
    ...{ rolloutId: 'ecs-svc/1', service: 'web', revision: 'web:2', phase: 'completed' },
    completeAt: ENDED_AT.getTime() - 1_000,
  }
  return {
    ...{ deployment, order, rollout },
    orders: [order],
    deployments: [deployment],
    ledger: [registered(1, 'web:2', 'r1'), rolledOut(2, 'ecs-svc/1', 'web:2')],
    rollouts: [rollout],
    verification: { invariants: [] },
    now: new Date('2027-03-01T11:00:00Z'),
  }
}

export function registered(seq: number, revision: string, run: string): LedgerEntry {
  const request = { family: 'web', tags: [{ key: 'shipclock:run', value: run }] }
  return entry(seq, 'RegisterTaskDefinition', request, `revision_registered ${revision}`)
}

export function rolledOut(seq: number, rolloutId: string, revision: string): LedgerEntry {
  const effect = `rollout_started ${rolloutId} revision ${revision}`
  return entry(seq, 'UpdateService', { service: 'web', taskDefinition: revision }, effect)
}

function entry(seq: number, operation: string, request: object, effect: string): LedgerEntry {
  const { accessKeyId, arn } = demoKey
  return {
    ...{ seq, operation, effect, cluster: 'demo', service: 'web', answer: 'ok' },
    at: DUE_AT.toISOString(),
    request: { ...request },
    caller: { accessKeyId, arn, sessionName: null },
  }
}

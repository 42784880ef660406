import { FRESH_MEMORY, judgeRollout, type Verdict } from '@/lib/domain/rollout-verdict'
import type {
  CloudAccountAccess,
  Revision,
  Rollout,
  Rollouts,
  RolloutTarget,
  ServiceSnapshot,
} from '@/lib/ports/rollouts'

/**
 * What an implementation has to bring: a cluster `prod` with the services `web` (two tasks, breaker that rolls
 * back), `frail` (breaker that does not) and `plain` (no breaker), each with one container of the same name and
 * the image `registry.example/<name>:1`, all settled; and `codedeploy`, deployed by CodeDeploy.
 */
export interface RolloutsHarness {
  rollouts: Rollouts
  account: CloudAccountAccess
  now(): Date
  /** How the next rollout of a service goes. */
  next(service: string, outcome: 'healthy' | 'cannot_pull' | 'stuck' | 'superseded'): Promise<void>
  /** What becomes of the next call of a method. */
  fault(method: 'startRollout' | 'snapshot', fault: 'throttled' | 'answer_lost' | 'denied'): Promise<void>
  /** Lets time pass: a rollout takes some ten of these. */
  advance(): Promise<void>
  /** The rollouts of a service that were started, judged by the platform's own log. */
  rolloutsStarted(service: string): Promise<number>
  close(): Promise<void>
}

export interface StartedRun {
  before: ServiceSnapshot
  revision: Revision
  rollout: Rollout
}

export const IMAGE = 'registry.example/web:2'
/** Enough for every scripted rollout to end, and for the minute of agreement that some verdicts need. */
const MOST_LOOKS = 120

export function targetOf(
  harness: RolloutsHarness,
  service: string,
  changes: Partial<RolloutTarget> = {},
): RolloutTarget {
  return {
    account: harness.account,
    cluster: 'prod',
    service,
    container: service,
    deploymentId: 'dep-1',
    signal: new AbortController().signal,
    ...changes,
  }
}

/** Snapshot, revision, rollout: as far as a run goes before it is watched. */
export async function startRun(harness: RolloutsHarness, service: string): Promise<StartedRun> {
  const target = targetOf(harness, service)
  const before = await harness.rollouts.snapshot(target)
  const order = { runId: 'run-1', basedOnRevisionArn: before.revisionArn, image: IMAGE }
  const revision = await harness.rollouts.registerRevision(target, order)
  const rollout = await harness.rollouts.startRollout(target, { revisionArn: revision.revisionArn })
  return { before, revision, rollout }
}

/** Looks and judges until the verdict is in, as the worker does. */
export async function watch(
  harness: RolloutsHarness,
  service: string,
  run: StartedRun,
  deadlineMs = 3_600_000,
): Promise<Verdict> {
  let memory = FRESH_MEMORY
  let { rolloutId, serviceDeploymentArn } = run.rollout
  const { startedAt } = run.rollout
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await harness.advance()
    const { revisionArn } = run.revision
    const observation = await harness.rollouts.observe(targetOf(harness, service), {
      rolloutId,
      startedAt,
      revisionArn,
      serviceDeploymentArn,
      eventsAfter: run.before.latestEventAt ?? startedAt,
    })
    serviceDeploymentArn = observation.serviceDeployment?.arn ?? serviceDeploymentArn
    const judged = judgeRollout({
      now: harness.now(),
      observation,
      memory,
      circuitBreaker: run.before.circuitBreaker,
      ours: {
        rolloutId,
        revisionArn,
        startedAt,
        previousRevisionArn: run.before.revisionArn,
        previousRolloutId: run.before.rolloutId,
        deadlineAt: new Date(startedAt.getTime() + deadlineMs),
      },
    })
    memory = JSON.parse(JSON.stringify(judged.memory))
    if (judged.verdict.kind !== 'running') return judged.verdict
    rolloutId = judged.verdict.followRolloutId ?? rolloutId
  }
  throw new Error(`No verdict after ${MOST_LOOKS} looks`)
}

/** A look that finds the service deployment, without which nothing can be stopped. */
export async function findServiceDeployment(
  harness: RolloutsHarness,
  service: string,
  run: StartedRun,
): Promise<string> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const { revisionArn } = run.revision
    const eventsAfter = run.rollout.startedAt
    const toObserve = { ...run.rollout, revisionArn, eventsAfter }
    const { serviceDeployment } = await harness.rollouts.observe(targetOf(harness, service), toObserve)
    if (serviceDeployment !== null) return serviceDeployment.arn
    await harness.advance()
  }
  throw new Error('The service deployment never appeared')
}

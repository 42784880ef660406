import { setTimeout as sleep } from 'node:timers/promises'
import type { Rollouts, RolloutTarget } from '@/lib/ports/rollouts'

/** What a call to ECS takes. */
const CALL_MS = 20

/**
 * A platform on which every rollout succeeds at the first look, and every exchange takes as long as one
 * call to ECS. It remembers nothing, so that any worker may ask it.
 */
export const stubbedRollouts: Rollouts = {
  async snapshot(target) {
    await sleep(CALL_MS)
    return {
      serviceArn: `arn:stub:service/${target.service}`,
      revisionArn: revision(target, 1),
      image: `registry.example/${target.service}:1`,
      rolloutId: 'ecs-svc/before',
      rolloutSettled: true,
      beneath: null,
      desiredCount: 1,
      bakeTimeMinutes: 0,
      circuitBreaker: { enabled: true, rollback: true },
      latestEventAt: null,
    }
  },
  findRevision: () => sleep(CALL_MS, null),
  registerRevision: (target) => sleep(CALL_MS, { revisionArn: revision(target, 2), changes: [] }),
  findRollout: () => sleep(CALL_MS, null),
  startRollout: () =>
    sleep(CALL_MS, { rolloutId: 'ecs-svc/ours', startedAt: new Date(), serviceDeploymentArn: null }),
  async observe(_target, { revisionArn, rolloutId, startedAt }) {
    await sleep(CALL_MS)
    const serves = { desiredCount: 1, pendingCount: 0, runningCount: 1 }
    return {
      ...{ serviceStatus: 'ACTIVE', ...serves, events: [], failedTasks: [] },
      deployments: [
        {
          ...{ id: rolloutId, status: 'PRIMARY', revisionArn, createdAt: startedAt, failedTasks: 0 },
          ...{ rolloutState: 'COMPLETED', rolloutStateReason: null, ...serves },
        },
      ],
      serviceDeployment: {
        ...{ arn: 'arn:stub:service-deployment', status: 'SUCCESSFUL', statusReason: null },
        ...{ lifecycleStage: null, superseded: false, pausedBy: null },
      },
    }
  },
  stopRollout: () => sleep(CALL_MS, false),
  discover: () => sleep(CALL_MS, { truncated: false, identity: null, clusters: [] }),
}

function revision({ service }: RolloutTarget, number: number): string {
  return `arn:stub:task-definition/${service}:${number}`
}

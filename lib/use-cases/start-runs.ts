import { randomUUID } from 'node:crypto'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import type { LockedDeployment } from '@/lib/postgres/deployments'
import { serviceKey } from '@/lib/postgres/runs'
import { transitionAll } from '@/lib/postgres/transitions'
import type { UseCaseContext } from './use-case'

/** An attempt to begin, and what the timeline says of it. */
export interface RunStart {
  deployment: LockedDeployment
  /** Counts from 1. */
  attempt: number
  reason: string
  event: string
}

/**
 * Begins attempts: each deployment is running, its run exists and is woken for the first step, or
 * nothing of it is. The caller holds the team's starts, the deployments' rows and knows the services free.
 */
export async function startRuns(
  { database, services, actor }: UseCaseContext,
  starts: readonly RunStart[],
  now: Date,
): Promise<void> {
  if (starts.length === 0) return
  const planned = starts.map((start) => ({ ...start, runId: randomUUID() }))
  const moved = await transitionAll(
    database,
    planned.map(({ runId, deployment, reason, event }) => ({
      ...{ deploymentId: deployment.id, runId, from: deployment.status, to: 'running', at: now },
      ...{ reason, event, actor: actor.label },
    })),
    planned.map(({ runId, deployment, attempt }) => ({
      ...{ id: runId, deploymentId: deployment.id, attempt, startedAt: now },
      serviceKey: serviceKey(deployment),
    })),
  )
  if (moved !== starts.length) throw new InvariantViolated('A locked deployment changed its status.')
  const { teamId } = database
  const firstSteps = planned.map(({ runId }) => ({
    wakeUp: { kind: 'run', teamId, runId, number: 1 } as const,
    at: now,
  }))
  await services.wakeUps.askAll(database, firstSteps)
}

import type { RunRecord } from '@/lib/domain/run-record'
import type { VerdictMemory } from '@/lib/domain/verdict-memory'
import type { RolloutObservation } from '@/lib/ports/rollouts'
import type { StepEntry } from './step'

/** Writes a look into the record, and what ECS said since the last one onto the timeline. */
export function observed(
  record: RunRecord,
  observation: RolloutObservation,
  look: { now: Date; detail: string; memory: VerdictMemory },
): { record: RunRecord; entries: StepEntry[] } {
  const lastEventAt = observation.events.at(-1)?.at ?? record.eventsUntil
  const failed = observation.deployments.reduce((sum, deployment) => sum + deployment.failedTasks, 0)
  // The service's own counts include the tasks that are being replaced: with them a rollout looks done as it begins.
  const rolloutId = record.rollback?.rollout?.rolloutId ?? record.rollout?.rolloutId
  const own = observation.deployments.find((deployment) => deployment.id === rolloutId) ?? observation
  return {
    record: {
      ...record,
      trouble: null,
      looks: record.looks + 1,
      eventsUntil: lastEventAt,
      serviceDeploymentArn: observation.serviceDeployment?.arn ?? record.serviceDeploymentArn,
      verdictMemory: { ...look.memory },
      progress: {
        observedAt: look.now,
        desired: observation.desiredCount,
        running: own.runningCount,
        pending: own.pendingCount,
        failed,
        lifecycleStage: observation.serviceDeployment?.lifecycleStage ?? null,
        detail: look.detail,
      },
    },
    entries: [
      ...observation.events.map((event) => ({
        ...{ event: 'ecs.event', actor: 'ECS', at: event.at, message: event.message },
        dedupeKey: `ecs-event-${event.id}`,
      })),
      ...observation.failedTasks.map((task) => ({
        ...{ event: 'ecs.task_failed', actor: 'ECS', at: task.at ?? look.now, message: task.reason },
        dedupeKey: `ecs-task-${task.taskArn}`,
      })),
    ],
  }
}

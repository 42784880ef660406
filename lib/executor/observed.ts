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
        running: observation.runningCount,
        pending: observation.pendingCount,
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

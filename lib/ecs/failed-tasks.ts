import { DescribeTasksCommand, ListTasksCommand, type Task } from '@aws-sdk/client-ecs'
import type { RolloutObservation, RolloutTarget } from '@/lib/ports/rollouts'
import type { Aws } from './aws'
import { callerOf } from './service'

type FailedTask = RolloutObservation['failedTasks'][number]

/** ECS describes at most 100 tasks at once, and lists stopped ones for about an hour. */
const MOST_TASKS = 100

/**
 * The tasks of the deployment `rolloutId` that stopped, oldest first. Asked for by service, since ECS's
 * documentation allows `startedBy` as the only filter.
 */
export async function readFailedTasks(
  aws: Aws,
  target: RolloutTarget,
  rolloutId: string,
): Promise<FailedTask[]> {
  const { cluster, service } = target
  const { taskArns = [] } = await aws.read(callerOf(target), 'ecs:ListTasks', ({ ecs }, options) =>
    ecs.send(
      new ListTasksCommand({
        cluster,
        serviceName: service,
        desiredStatus: 'STOPPED',
        maxResults: MOST_TASKS,
      }),
      options,
    ),
  )
  if (taskArns.length === 0) return []
  const { tasks = [] } = await aws.read(callerOf(target), 'ecs:DescribeTasks', ({ ecs }, options) =>
    ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }), options),
  )
  return tasks
    .filter((task) => task.startedBy === rolloutId && !wasScaledIn(task))
    .map(failedTask)
    .toSorted((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0))
}

/** Stopped because fewer are wanted, as in a rollback: nothing is wrong with the task, unlike one that failed health checks. */
function wasScaledIn(task: Task): boolean {
  return task.stoppedReason?.startsWith('Scaling activity initiated by') === true
}

function failedTask(task: Task): FailedTask {
  return {
    taskArn: task.taskArn ?? '',
    at: task.stoppedAt ?? task.stoppingAt ?? null,
    stopCode: task.stopCode ?? null,
    reason: [task.stoppedReason ?? 'The task stopped', ...containerReasons(task)].join(': '),
  }
}

/** What the containers add: an exit code that is not 0, or why one never started. */
function containerReasons(task: Task): string[] {
  const words = (task.containers ?? []).flatMap(({ name, exitCode, reason }) => {
    if (exitCode !== undefined && exitCode !== 0) {
      return [`${name} exited with code ${exitCode}${reason ? ` (${reason})` : ''}`]
    }
    return reason && reason !== task.stoppedReason ? [`${name}: ${reason}`] : []
  })
  return words.length === 0 ? [] : [words.join('; ')]
}

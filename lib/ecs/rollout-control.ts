import { type Service, StopServiceDeploymentCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { RolloutUnknown } from '@/lib/ports/rollout-errors'
import type { Rollout, RolloutTarget } from '@/lib/ports/rollouts'
import type { Aws } from './aws'
import { exceptionName } from './errors'
import { updateServiceRequest } from './requests'
import { callerOf, readService } from './service'
import { CLOCK_SLACK_MS, listServiceDeployments } from './service-deployments'

/** See `Rollouts.startRollout`. */
export async function startRollout(
  aws: Aws,
  target: RolloutTarget,
  order: { revisionArn: string },
): Promise<Rollout> {
  const answer = await aws.write(callerOf(target), 'ecs:UpdateService', ({ ecs }, options) =>
    ecs.send(new UpdateServiceCommand(updateServiceRequest(target, order.revisionArn)), options),
  )
  const started = deploymentsOf(answer.service, order.revisionArn).find((found) => found.isPrimary)
  if (started !== undefined) return started.rollout
  throw new RolloutUnknown(
    `ECS took the update of "${target.service}", but its answer does not show our rollout.`,
  )
}

/**
 * See `Rollouts.findRollout`. Looks at the service first, then at its service deployments, which still
 * tell of a rollout that is over and gone from the service. When going back to a revision that served
 * before, its own old deployment may be listed still: that one counts only where it is PRIMARY again.
 */
export async function findRollout(
  aws: Aws,
  target: RolloutTarget,
  query: { revisionArn: string; since: Date },
): Promise<Rollout | null> {
  const service = await readService(aws, target)
  const earliest = query.since.getTime() - CLOCK_SLACK_MS
  const listed = deploymentsOf(service, query.revisionArn).find(
    ({ isPrimary, rollout }) => isPrimary || rollout.startedAt.getTime() >= earliest,
  )
  if (listed !== undefined) return listed.rollout
  const history = await listServiceDeployments(aws, target, query.since)
  const ours = history.find((candidate) => candidate.revisionArn === query.revisionArn)
  if (ours === undefined) return null
  // The deployment id is lost with the list. A name in its shape that is no other deployment's serves as well,
  // because from here on the service deployment tells the outcome.
  const rolloutId = `ecs-svc/${ours.serviceRevisionArn.slice(ours.serviceRevisionArn.lastIndexOf('/') + 1)}`
  return { rolloutId, startedAt: ours.createdAt, serviceDeploymentArn: ours.arn }
}

/** See `Rollouts.stopRollout`. */
export async function stopRollout(
  aws: Aws,
  target: RolloutTarget,
  order: { serviceDeploymentArn: string },
): Promise<boolean> {
  const { serviceDeploymentArn } = order
  return aws.write(callerOf(target), 'ecs:StopServiceDeployment', async ({ ecs }, options) => {
    try {
      await ecs.send(
        new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }),
        options,
      )
      return true
    } catch (error) {
      if (exceptionName(error) === 'ConflictException') return false
      throw error
    }
  })
}

/**
 * The deployments that roll out `revisionArn`, the newest first. One that lacks its id or time counts
 * as not shown: after an update that must end as "unknown", not as "try again".
 */
function deploymentsOf(
  service: Service | undefined,
  revisionArn: string,
): { rollout: Rollout; isPrimary: boolean }[] {
  const ours = (service?.deployments ?? []).flatMap(({ taskDefinition, id, createdAt, status }) => {
    if (taskDefinition !== revisionArn || !id || !createdAt) return []
    const rollout: Rollout = { rolloutId: id, startedAt: createdAt, serviceDeploymentArn: null }
    return [{ rollout, isPrimary: status === 'PRIMARY' }]
  })
  return ours.toSorted((a, b) => b.rollout.startedAt.getTime() - a.rollout.startedAt.getTime())
}

import { type Deployment, DescribeServicesCommand, type Service } from '@aws-sdk/client-ecs'
import { RolloutRejected, RolloutUnavailable } from '@/lib/ports/rollout-errors'
import type { RolloutTarget } from '@/lib/ports/rollouts'
import type { Aws, Caller } from './aws'

export function callerOf(target: RolloutTarget): Caller {
  return { account: target.account, purpose: target.deploymentId, signal: target.signal }
}

/** The target's service as it is now; throws `RolloutRejected` when there is none. */
export async function readService(aws: Aws, target: RolloutTarget): Promise<Service> {
  const { cluster, service } = target
  const answer = await aws.read(callerOf(target), 'ecs:DescribeServices', ({ ecs }, options) =>
    ecs.send(new DescribeServicesCommand({ cluster, services: [service] }), options),
  )
  const found = answer.services?.[0]
  if (found !== undefined) return found
  const reason = answer.failures?.[0]?.reason ?? 'MISSING'
  const why = reason === 'MISSING' ? '' : ` (ECS says ${reason})`
  throw new RolloutRejected(
    `There is no service "${service}" in the cluster "${cluster}" of cloud account "${target.account.name}" in ${target.account.region}${why}.`,
  )
}

export function primaryDeployment(service: Service): Deployment | undefined {
  return service.deployments?.find((deployment) => deployment.status === 'PRIMARY')
}

/** ECS always sends these members; an answer without one can't be trusted, so it is asked again. */
export function required<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new RolloutUnavailable(`ECS answered without ${what}.`)
  return value
}

import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
} from '@aws-sdk/client-ecs'
import type { RolloutTarget } from '@/lib/ports/rollouts'
import type { Aws } from './aws'
import { callerOf, required } from './service'

/** A service deployment together with the task definition that it rolls out. */
export interface KnownServiceDeployment {
  arn: string
  createdAt: Date
  serviceRevisionArn: string
  revisionArn: string
}

/** ECS describes at most 20 service revisions at once; more rollouts than that since ours started would be absurd. */
const MOST_LISTED = 20
/** `since` may come from another clock than ECS's. */
export const CLOCK_SLACK_MS = 60_000

/** The service deployments since an instant, newest first. */
export async function listServiceDeployments(
  aws: Aws,
  target: RolloutTarget,
  since: Date,
): Promise<KnownServiceDeployment[]> {
  const { cluster, service } = target
  const createdAt = { after: new Date(since.getTime() - CLOCK_SLACK_MS) }
  const { serviceDeployments = [] } = await aws.read(
    callerOf(target),
    'ecs:ListServiceDeployments',
    ({ ecs }, options) =>
      ecs.send(new ListServiceDeploymentsCommand({ cluster, service, createdAt, maxResults: 100 }), options),
  )
  const newest = serviceDeployments.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(0, MOST_LISTED)
  const revisions = await taskDefinitionsOf(aws, target, newest)
  return newest.flatMap((brief) => {
    const serviceRevisionArn = required(brief.targetServiceRevisionArn, 'a service revision')
    const revisionArn = revisions.get(serviceRevisionArn)
    if (revisionArn === undefined) return []
    const arn = required(brief.serviceDeploymentArn, 'the ARN of a service deployment')
    return [{ arn, createdAt: new Date(timeOf(brief)), serviceRevisionArn, revisionArn }]
  })
}

export async function readServiceDeployment(
  aws: Aws,
  target: RolloutTarget,
  arn: string,
): Promise<ServiceDeployment | undefined> {
  const answer = await aws.read(callerOf(target), 'ecs:DescribeServiceDeployments', ({ ecs }, options) =>
    ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }), options),
  )
  return answer.serviceDeployments?.[0]
}

async function taskDefinitionsOf(
  aws: Aws,
  target: RolloutTarget,
  briefs: readonly ServiceDeploymentBrief[],
): Promise<Map<string, string>> {
  const serviceRevisionArns = [...new Set(briefs.flatMap((brief) => brief.targetServiceRevisionArn ?? []))]
  if (serviceRevisionArns.length === 0) return new Map()
  const { serviceRevisions = [] } = await aws.read(
    callerOf(target),
    'ecs:DescribeServiceRevisions',
    ({ ecs }, options) => ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }), options),
  )
  return new Map(
    serviceRevisions.flatMap(({ serviceRevisionArn, taskDefinition }) =>
      serviceRevisionArn && taskDefinition ? [[serviceRevisionArn, taskDefinition]] : [],
    ),
  )
}

function timeOf(brief: ServiceDeploymentBrief): number {
  return (brief.createdAt ?? brief.startedAt)?.getTime() ?? 0
}

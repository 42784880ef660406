import { DescribeTaskDefinitionCommand, type Service } from '@aws-sdk/client-ecs'
import { RolloutRejected } from '@/lib/ports/rollout-errors'
import type { Discovery } from '@/lib/ports/rollouts'
import type { Aws, Caller } from './aws'

type DiscoveredService = Discovery['clusters'][number]['services'][number]
type Containers = DiscoveredService['containers']

/** Task definitions are read a few at a time: ECS's throttle is per account, and others work in it as well. */
const AT_ONCE = 5

/** The services as forms show them, by name, each with the containers that its task definition has now. */
export async function readContainers(
  aws: Aws,
  caller: Caller,
  services: readonly Service[],
): Promise<DiscoveredService[]> {
  const discovered: DiscoveredService[] = []
  for (let start = 0; start < services.length; start += AT_ONCE) {
    const batch = services.slice(start, start + AT_ONCE)
    discovered.push(...(await Promise.all(batch.map((service) => discoveredService(aws, caller, service)))))
  }
  return discovered.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

async function discoveredService(aws: Aws, caller: Caller, service: Service): Promise<DiscoveredService> {
  return {
    name: service.serviceName ?? '',
    status: service.status ?? '',
    desiredCount: service.desiredCount ?? 0,
    deploymentController: service.deploymentController?.type ?? 'ECS',
    containers: service.taskDefinition ? await containersOf(aws, caller, service.taskDefinition) : [],
  }
}

/** None when the account may list services but not read their task definitions: names can be typed. */
async function containersOf(aws: Aws, caller: Caller, taskDefinition: string): Promise<Containers> {
  try {
    const answer = await aws.read(caller, 'ecs:DescribeTaskDefinition', ({ ecs }, options) =>
      ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }), options),
    )
    return (answer.taskDefinition?.containerDefinitions ?? []).map(({ name = '', image = '' }) => ({
      name,
      image,
    }))
  } catch (error) {
    if (error instanceof RolloutRejected) return []
    throw error
  }
}

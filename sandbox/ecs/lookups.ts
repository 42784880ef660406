import { nameIn } from './arns.ts'
import { AwsError } from './aws-error.ts'
import type { Cluster, Service, TaskDefinition } from './records.ts'
import { serviceKey, taskDefinitionKey, type World } from './world.ts'

/** The cluster of a request: its name or ARN, `default` where none is given. */
export function requireCluster(world: World, cluster: string | undefined): Cluster {
  const found = world.clusters.get(nameIn(cluster ?? 'default'))
  if (found === undefined) throw new AwsError('ClusterNotFoundException', 'Cluster not found.')
  return found
}

export function findService(world: World, cluster: Cluster, service: string): Service | undefined {
  return world.services.get(serviceKey(cluster.name, nameIn(service)))
}

/** A service that can be changed: it exists and is ACTIVE. */
export function requireService(world: World, cluster: Cluster, service: string | undefined): Service {
  const found = findService(world, cluster, service ?? '')
  if (found === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.')
  if (found.status !== 'ACTIVE') throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.')
  return found
}

/** `family`, `family:revision` or an ARN; a family alone means its newest ACTIVE revision. */
export function findTaskDefinition(world: World, name: string): TaskDefinition | undefined {
  const [family = '', revision] = nameIn(name).split(':')
  if (revision !== undefined) return world.taskDefinitions.get(taskDefinitionKey(family, Number(revision)))
  for (let number = world.newestRevision(family); number > 0; number -= 1) {
    const found = world.taskDefinitions.get(taskDefinitionKey(family, number))
    if (found?.status === 'ACTIVE') return found
  }
  return undefined
}

/** A task definition that tasks can be started from. */
export function requireActiveTaskDefinition(world: World, name: string | undefined): TaskDefinition {
  const found = findTaskDefinition(world, name ?? '')
  if (found === undefined) throw new AwsError('ClientException', 'TaskDefinition not found.')
  if (found.status !== 'ACTIVE') throw new AwsError('InvalidParameterException', 'TaskDefinition is inactive')
  return found
}

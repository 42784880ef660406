import { clusterArn, nameIn } from '../arns.ts'
import { AwsError } from '../aws-error.ts'
import type { Call } from '../call.ts'
import { deploymentsOf, totalsOf } from '../deployments-view.ts'
import { page } from '../paging.ts'
import type { Cluster } from '../records.ts'
import type { AnswerOf, RequestOf } from '../wire-types.ts'

export function createCluster(call: Call, request: RequestOf<'CreateCluster'>): AnswerOf<'CreateCluster'> {
  const name = request.clusterName ?? 'default'
  if (!/^[\w-]{1,255}$/.test(name)) throw new AwsError('InvalidParameterException', 'Invalid cluster name.')
  const existing = call.world.clusters.get(name)
  if (existing !== undefined) return { cluster: describe(call, existing) }
  const cluster: Cluster = { name, tags: request.tags ?? [] }
  call.world.put({ kind: 'cluster', id: name, value: cluster })
  call.effects.push(`cluster_created ${name}`)
  return { cluster: describe(call, cluster) }
}

export function listClusters(call: Call, request: RequestOf<'ListClusters'>): AnswerOf<'ListClusters'> {
  const { items, ...rest } = page([...call.world.clusters.keys()].map(clusterArn), request, 100)
  return { clusterArns: items, ...rest }
}

export function describeClusters(
  call: Call,
  request: RequestOf<'DescribeClusters'>,
): AnswerOf<'DescribeClusters'> {
  const asked = request.clusters ?? ['default']
  const clusters: NonNullable<AnswerOf<'DescribeClusters'>['clusters']> = []
  const failures: NonNullable<AnswerOf<'DescribeClusters'>['failures']> = []
  for (const name of asked) {
    const cluster = call.world.clusters.get(nameIn(name))
    if (cluster === undefined) failures.push({ arn: clusterArn(nameIn(name)), reason: 'MISSING' })
    else
      clusters.push({
        ...describe(call, cluster),
        ...(request.include?.includes('TAGS') ? { tags: cluster.tags } : {}),
      })
  }
  return { clusters, failures }
}

function describe(call: Call, cluster: Cluster): NonNullable<AnswerOf<'CreateCluster'>['cluster']> {
  let active = 0
  let running = 0
  let pending = 0
  for (const service of call.world.services.values()) {
    if (service.cluster !== cluster.name || service.status !== 'ACTIVE') continue
    const totals = totalsOf(deploymentsOf(service, call.world.rolloutsOf(service), call.nowMs))
    active += 1
    running += totals.running
    pending += totals.pending
  }
  return {
    clusterArn: clusterArn(cluster.name),
    clusterName: cluster.name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: active,
  }
}

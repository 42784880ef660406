import {
  DescribeServicesCommand,
  ListClustersCommand,
  ListServicesCommand,
  type Service,
} from '@aws-sdk/client-ecs'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { RolloutRejected, RolloutUnavailable } from '@/lib/ports/rollout-errors'
import type { CloudAccountAccess, Discovery } from '@/lib/ports/rollouts'
import type { Aws, Caller } from './aws'
import { trustsWithoutExternalId } from './confused-deputy'
import { readContainers } from './containers'

/** What forms can sensibly offer to choose from; who has more types the name. */
const MOST_CLUSTERS = 50
const MOST_SERVICES = 500
/** The most that ECS describes at once. */
const SERVICES_PER_CALL = 10

type DiscoveredCluster = Discovery['clusters'][number]

/** See `Rollouts.discover`. */
export async function discover(
  aws: Aws,
  account: CloudAccountAccess,
  signal: AbortSignal,
): Promise<Discovery> {
  const caller: Caller = { account, purpose: 'discover', signal }
  await refuseConfusedDeputy(aws, caller)
  const identity = await readIdentity(aws, caller)
  const clusterArns = await listClusters(aws, caller)
  const clusters: DiscoveredCluster[] = []
  let room = MOST_SERVICES
  let truncated = clusterArns.truncated
  for (const clusterArn of clusterArns.items) {
    const serviceArns = await listServices(aws, caller, clusterArn, room)
    const services = await describeServices(aws, caller, clusterArn, serviceArns.items)
    room -= services.length
    truncated ||= serviceArns.truncated
    clusters.push({ name: lastPart(clusterArn), services: await readContainers(aws, caller, services) })
  }
  return { identity, truncated, clusters }
}

async function refuseConfusedDeputy(aws: Aws, caller: Caller): Promise<void> {
  if (!(await trustsWithoutExternalId(aws, caller))) return
  throw new RolloutRejected(
    `The role of cloud account "${caller.account.name}" can be assumed without its external id. Add the condition sts:ExternalId to its trust policy.`,
  )
}

/** Good to know, but no reason to fail: some ECS-compatible endpoints have no STS. */
async function readIdentity(aws: Aws, caller: Caller): Promise<string | null> {
  try {
    const answer = await aws.read(caller, 'sts:GetCallerIdentity', ({ sts }, options) =>
      sts.send(new GetCallerIdentityCommand({}), options),
    )
    return answer.Arn ?? null
  } catch (error) {
    if (error instanceof RolloutRejected || error instanceof RolloutUnavailable) return null
    throw error
  }
}

interface Page {
  items: string[]
  nextToken: string | undefined
}

async function listClusters(aws: Aws, caller: Caller): Promise<{ items: string[]; truncated: boolean }> {
  return readPages(MOST_CLUSTERS, async (nextToken) => {
    const answer = await aws.read(caller, 'ecs:ListClusters', ({ ecs }, options) =>
      ecs.send(new ListClustersCommand({ nextToken, maxResults: 100 }), options),
    )
    return { items: answer.clusterArns ?? [], nextToken: answer.nextToken }
  })
}

async function listServices(
  aws: Aws,
  caller: Caller,
  cluster: string,
  most: number,
): Promise<{ items: string[]; truncated: boolean }> {
  return readPages(most, async (nextToken) => {
    const answer = await aws.read(caller, 'ecs:ListServices', ({ ecs }, options) =>
      ecs.send(new ListServicesCommand({ cluster, nextToken, maxResults: 100 }), options),
    )
    return { items: answer.serviceArns ?? [], nextToken: answer.nextToken }
  })
}

async function readPages(
  most: number,
  readPage: (nextToken: string | undefined) => Promise<Page>,
): Promise<{ items: string[]; truncated: boolean }> {
  const items: string[] = []
  let nextToken: string | undefined
  do {
    const page = await readPage(nextToken)
    items.push(...page.items)
    nextToken = page.nextToken
  } while (nextToken !== undefined && items.length < most)
  return { items: items.slice(0, most), truncated: nextToken !== undefined || items.length > most }
}

async function describeServices(
  aws: Aws,
  caller: Caller,
  cluster: string,
  serviceArns: readonly string[],
): Promise<Service[]> {
  const services: Service[] = []
  for (let start = 0; start < serviceArns.length; start += SERVICES_PER_CALL) {
    const answer = await aws.read(caller, 'ecs:DescribeServices', ({ ecs }, options) =>
      ecs.send(
        new DescribeServicesCommand({
          cluster,
          services: serviceArns.slice(start, start + SERVICES_PER_CALL),
        }),
        options,
      ),
    )
    services.push(...(answer.services ?? []))
  }
  return services
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

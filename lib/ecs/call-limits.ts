import type { CallLimit } from '@/lib/domain/call-budget'

/** Calls that AWS counts together. */
export type CallKind =
  | 'service_change'
  | 'definition_change'
  | 'service_read'
  | 'definition_read'
  | 'rollout_read'
  | 'revision_read'
  | 'task_read'
  | 'other'

/**
 * By IAM action, as ECS groups them. StopServiceDeployment is in none of its groups, and counts here as what it does.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
const KIND_OF_ACTION: Record<string, CallKind> = {
  'ecs:UpdateService': 'service_change',
  'ecs:StopServiceDeployment': 'service_change',
  'ecs:RegisterTaskDefinition': 'definition_change',
  'ecs:DescribeServices': 'service_read',
  'ecs:ListServices': 'service_read',
  'ecs:DescribeTaskDefinition': 'definition_read',
  'ecs:ListTaskDefinitions': 'definition_read',
  'ecs:DescribeServiceDeployments': 'rollout_read',
  'ecs:ListServiceDeployments': 'rollout_read',
  'ecs:DescribeServiceRevisions': 'revision_read',
  'ecs:DescribeTasks': 'task_read',
  'ecs:ListTasks': 'task_read',
}

/** What ECS allows each account in each region in the long run. */
const PER_SECOND: Record<CallKind, number> = {
  service_change: 5,
  definition_change: 1,
  service_read: 20,
  definition_read: 20,
  rollout_read: 20,
  revision_read: 20,
  task_read: 20,
  other: 20,
}

/** The least that ECS allows of any kind; of most kinds it allows more, which is left to others who use the account. */
const BURST = 20
/** Even where others use up all that ECS allows, some of ours get through. */
const LEAST_PER_SECOND = 0.5
/** Servers that imitate ECS have other limits, or none: found by being throttled. */
const ELSEWHERE: CallLimit = { perSecond: 200, burst: 200, leastPerSecond: LEAST_PER_SECOND }

export function callKind(action: string): CallKind {
  return KIND_OF_ACTION[action] ?? 'other'
}

/** What all workers together keep to, for one kind of call to one cloud account. */
export function callLimit(kind: CallKind, endpoint: string | null): CallLimit {
  if (!isAws(endpoint)) return ELSEWHERE
  return { perSecond: PER_SECOND[kind], burst: BURST, leastPerSecond: LEAST_PER_SECOND }
}

/** Also AWS's endpoints by another name, such as those inside a VPC. */
function isAws(endpoint: string | null): boolean {
  if (endpoint === null) return true
  return (
    URL.canParse(endpoint) &&
    /\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/.test(new URL(endpoint).hostname)
  )
}

import { nameIn } from './arns.ts'

/** What the ledger keeps of a request: what identifies it, and nothing that may carry a secret. */
const kept = [
  'cluster',
  'clusterName',
  'service',
  'serviceName',
  'taskDefinition',
  'family',
  'desiredCount',
  'forceNewDeployment',
  'deploymentConfiguration',
  'serviceDeploymentArn',
  'stopType',
  'task',
  'count',
  'startedBy',
  'clientToken',
  'resourceArn',
  'tags',
] as const

export function summaryOf(body: unknown): Record<string, unknown> {
  const members = membersOf(body)
  const summary: Record<string, unknown> = {}
  for (const name of kept) {
    const value = members.get(name)
    if (value !== undefined) summary[name] = value
  }
  const containers = members.get('containerDefinitions')
  if (Array.isArray(containers)) {
    summary.images = containers.map((container: unknown) => membersOf(container).get('image') ?? null)
  }
  return summary
}

/** The name of the service that a request is about; null where it is about none. */
export function serviceIn(body: unknown): string | null {
  const members = membersOf(body)
  const name = members.get('service') ?? members.get('serviceName')
  if (typeof name === 'string') return nameIn(name)
  return partOf(members.get('serviceDeploymentArn'), 2)
}

/** The name of the cluster that a request is about; `default` where it names none. */
export function clusterIn(body: unknown): string | null {
  const members = membersOf(body)
  const name = members.get('cluster') ?? members.get('clusterName')
  if (typeof name === 'string') return nameIn(name)
  if (members.has('serviceDeploymentArn')) return partOf(members.get('serviceDeploymentArn'), 1)
  return members.has('service') || members.has('serviceName') ? 'default' : null
}

function partOf(arn: unknown, index: number): string | null {
  return typeof arn === 'string' ? (arn.split('/')[index] ?? null) : null
}

function membersOf(value: unknown): Map<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
}

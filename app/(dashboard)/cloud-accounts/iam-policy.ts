/**
 * What the worker's calls need and nothing else. ECS has no permission by resource for most of its
 * reads: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
const READS = [
  'ecs:DescribeServiceDeployments',
  'ecs:DescribeServiceRevisions',
  'ecs:DescribeServices',
  'ecs:DescribeTaskDefinition',
  'ecs:DescribeTasks',
  'ecs:ListClusters',
  'ecs:ListServiceDeployments',
  'ecs:ListServices',
  'ecs:ListTaskDefinitions',
  'ecs:ListTasks',
]

export interface PolicyPlace {
  region: string
  /** `123456789012`, or a word in its place. */
  accountId: string
}

/** The policy that lets Shipclock deploy the services of one account in one region, as JSON text. */
export function permissionsPolicy({ region, accountId }: PolicyPlace): string {
  const partition = partitionOf(region)
  const ecs = `arn:${partition}:ecs:${region}:${accountId}`
  return policy([
    { Sid: 'Look', Effect: 'Allow', Action: READS, Resource: '*' },
    // Registering makes a revision whose ARN nobody knows yet: IAM takes no narrower resource for it.
    { Sid: 'Register', Effect: 'Allow', Action: 'ecs:RegisterTaskDefinition', Resource: '*' },
    {
      Sid: 'TagWhatWasRegistered',
      Effect: 'Allow',
      Action: 'ecs:TagResource',
      Resource: `${ecs}:task-definition/*:*`,
    },
    {
      Sid: 'Deploy',
      Effect: 'Allow',
      Action: ['ecs:UpdateService', 'ecs:StopServiceDeployment'],
      Resource: [`${ecs}:service/*`, `${ecs}:service-deployment/*`],
    },
    {
      // A task definition names the roles of its tasks, and whoever registers it hands them on.
      Sid: 'HandOnTaskRoles',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: `arn:${partition}:iam::${accountId}:role/*`,
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
  ])
}

/**
 * The trust policy of a role that Shipclock assumes: only the worker's own identity, and only with the
 * external id that Shipclock made for this cloud account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function trustPolicy({ externalId, region }: { externalId: string; region: string }): string {
  return policy([
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:${partitionOf(region)}:iam::ACCOUNT-OF-THE-WORKER:root` },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    },
  ])
}

/** The account that a role belongs to. */
export function accountOfRole(roleArn: string): string | null {
  return /^arn:[\w-]+:iam::(\d{12}):role\//.exec(roleArn)?.[1] ?? null
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

function policy(statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)
}

import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { RolloutRejected } from '@/lib/ports/rollout-errors'
import type { Aws, Caller } from './aws'

/** The shortest session that STS gives; it is thrown away. */
const SHORTEST_SESSION_SECONDS = 900

/**
 * Whether the account's role lets the worker in without the external id. Such a role could be named by
 * another team as well, which would then deploy with it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html). False for accounts without a role.
 */
export async function trustsWithoutExternalId(aws: Aws, caller: Caller): Promise<boolean> {
  const { credentials } = caller.account
  if (credentials.kind !== 'role') return false
  const command = new AssumeRoleCommand({
    RoleArn: credentials.roleArn,
    RoleSessionName: 'shipclock-external-id-check',
    DurationSeconds: SHORTEST_SESSION_SECONDS,
  })
  try {
    await aws.read(caller, 'sts:AssumeRole', ({ ambientSts }, options) => ambientSts.send(command, options))
    return true
  } catch (error) {
    if (error instanceof RolloutRejected) return false
    throw error
  }
}

import { randomBytes, randomUUID } from 'node:crypto'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { accept, type Result } from '@/lib/domain/result'
import { cloudAccountView, insertCloudAccount } from '@/lib/postgres/cloud-accounts'
import type { CloudAccountView } from '@/lib/queries/resource-views'
import {
  type CloudAccountSettings,
  type CredentialsInput,
  cloudAccountFault,
  storeCredentials,
  tidyCloudAccount,
  tidyCredentials,
} from './cloud-account-input'
import { askForCheck } from './request-cloud-account-check'
import { type AlreadyExists, alreadyExists, type Invalid } from './resource-refusals'
import { useCase } from './use-case'

export interface CreateCloudAccountInput extends CloudAccountSettings {
  credentials: CredentialsInput
}

/** Adds a cloud account and asks for its first connection test. */
export const createCloudAccount = useCase(
  'administer',
  async (
    context,
    input: CreateCloudAccountInput,
  ): Promise<Result<CloudAccountView, Invalid | AlreadyExists>> => {
    const { database, services, actor } = context
    const settings = tidyCloudAccount(input)
    const credentials = tidyCredentials(input.credentials)
    const fault = cloudAccountFault(services, settings, credentials)
    if (fault !== null) return fault
    if ((await cloudAccountView(database, settings.name)) !== null) return alreadyExists('name')

    // The id is made first: the credentials are sealed to it.
    const id = randomUUID()
    const place = { teamId: actor.teamId, recordId: id }
    await insertCloudAccount(database, {
      ...settings,
      id,
      externalId: newExternalId(),
      credentials: await storeCredentials(services, place, credentials),
    })
    await askForCheck(context, id)
    const account = await cloudAccountView(database, id)
    if (account === null) throw new InvariantViolated('A cloud account that was just made is not there.')
    return accept(account)
  },
)

/**
 * What a role's trust policy asks for, so that nobody else's Shipclock account can assume it. Made by us
 * and different for each account: a chosen one could be another team's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function newExternalId(): string {
  return `shipclock-${randomBytes(16).toString('hex')}`
}

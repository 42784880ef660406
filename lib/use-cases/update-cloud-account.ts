import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { accept, type Result } from '@/lib/domain/result'
import { changeCloudAccount, cloudAccountView, lockCloudAccount } from '@/lib/postgres/cloud-accounts'
import type { TeamDatabase } from '@/lib/postgres/database'
import type { CloudAccountView } from '@/lib/queries/resource-views'
import {
  type CredentialsInput,
  cloudAccountFault,
  storeCredentials,
  tidyCloudAccount,
  tidyCredentials,
} from './cloud-account-input'
import { askForCheck } from './request-cloud-account-check'
import { type AlreadyExists, alreadyExists, type Invalid, type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

/** What is left out stays as it is; so do stored keys, unless new ones are given. */
export interface UpdateCloudAccountInput {
  id: string
  name?: string | undefined
  region?: string | undefined
  endpoint?: string | null | undefined
  credentials?: CredentialsInput | undefined
}

/** Changes a cloud account and asks for a connection test. */
export const updateCloudAccount = useCase(
  'administer',
  async (
    context,
    input: UpdateCloudAccountInput,
  ): Promise<Result<CloudAccountView, NotFound | Invalid | AlreadyExists>> => {
    const { database, services, actor } = context
    const before = await lockedCloudAccount(context.database, input.id)
    if (before === null) return notFound('cloud account')
    const settings = tidyCloudAccount({
      name: input.name ?? before.name,
      region: input.region ?? before.region,
      endpoint: input.endpoint === undefined ? before.endpoint : input.endpoint,
    })
    const credentials = input.credentials === undefined ? null : tidyCredentials(input.credentials)
    const fault = cloudAccountFault(services, settings, credentials)
    if (fault !== null) return fault
    const sameName = await cloudAccountView(database, settings.name)
    if (sameName !== null && sameName.id !== before.id) return alreadyExists('name')

    const place = { teamId: actor.teamId, recordId: before.id }
    await changeCloudAccount(database, before.id, {
      ...settings,
      credentials: credentials === null ? null : await storeCredentials(services, place, credentials),
    })
    await askForCheck(context, before.id)
    const after = await cloudAccountView(database, before.id)
    if (after === null) throw new InvariantViolated('A cloud account that was just changed is not there.')
    return accept(after)
  },
)

async function lockedCloudAccount(database: TeamDatabase, id: string): Promise<CloudAccountView | null> {
  return (await lockCloudAccount(database, id)) ? cloudAccountView(database, id) : null
}

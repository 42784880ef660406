import { queried } from '@/app/queried'
import type { Actor } from '@/lib/domain/actor'
import { listCloudAccounts } from '@/lib/queries/list-cloud-accounts'
import { listEnvironments } from '@/lib/queries/list-environments'
import type { Services } from '@/lib/services'
import { type EnvironmentChoice, environmentChoices } from './environment-choice'

/** What the application form offers to choose from. */
export async function loadEnvironmentChoices(services: Services, actor: Actor): Promise<EnvironmentChoice[]> {
  const [environments, accounts] = await Promise.all([
    queried(listEnvironments(services, actor, {})),
    queried(listCloudAccounts(services, actor, {})),
  ])
  return environmentChoices(environments.items, accounts.items)
}

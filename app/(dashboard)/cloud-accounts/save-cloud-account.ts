import type { ActionResult } from '@/app/action-result'
import type { CloudAccountView } from '@/lib/queries/resource-views'
import { createCloudAccountAction, updateCloudAccountAction } from './actions'
import { type CloudAccountValues, credentialsInput, keepsStoredKeys } from './form-values'

export interface CloudAccountSaving {
  /** Null for a new one. */
  account: CloudAccountView | null
  values: CloudAccountValues
}

/** Creates or changes a cloud account; either has its connection tested. */
export function saveCloudAccount(saving: CloudAccountSaving): Promise<ActionResult<CloudAccountView>> {
  const { account, values } = saving
  const { name, region, endpoint } = values
  const common = { name, region, endpoint: endpoint.trim() === '' ? null : endpoint }
  const credentials = credentialsInput(values)
  if (account === null) return createCloudAccountAction({ ...common, credentials })
  const keeps = keepsStoredKeys(values, account.credentials.kind === 'static')
  return updateCloudAccountAction({ id: account.id, ...common, credentials: keeps ? undefined : credentials })
}

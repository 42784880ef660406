import { createCloudAccountBody, updateCloudAccountBody } from '@/app/api/cloud-account-body'
import { cloudAccountResult, toCloudAccountResult } from '@/app/api/cloud-account-result'
import { type Endpoint, endpoint, noBody, nothing } from '@/app/api/endpoint'
import { resourceEndpoints } from '@/app/api/resource-endpoints'
import { idParams, resultOf } from '@/app/api/schemas'
import { accept } from '@/lib/domain/result'
import { getCloudAccount } from '@/lib/queries/get-cloud-account'
import { listCloudAccounts } from '@/lib/queries/list-cloud-accounts'
import { createCloudAccount } from '@/lib/use-cases/create-cloud-account'
import { deleteCloudAccount } from '@/lib/use-cases/delete-cloud-account'
import { requestCloudAccountCheck } from '@/lib/use-cases/request-cloud-account-check'
import { updateCloudAccount } from '@/lib/use-cases/update-cloud-account'

const path = '/cloud_accounts'
const tag = 'Cloud accounts'

const check = endpoint({
  ...{ method: 'POST', path: `${path}/{id}/check`, permission: 'administer', tag, status: 200 },
  ...{ summary: 'Ask for a connection test', refusals: { 404: ['not_found'] } },
  ...{ params: idParams, query: nothing, body: noBody, answer: resultOf(cloudAccountResult) },
  async carryOut({ services, actor }, { params }) {
    const asked = await requestCloudAccountCheck(services, actor, params)
    if (!asked.ok) return asked
    const account = await getCloudAccount(services, actor, params)
    return account.ok ? accept({ result: toCloudAccountResult(account.value) }) : account
  },
})

export const cloudAccountEndpoints: readonly Endpoint[] = [
  ...resourceEndpoints({
    ...{ path, tag, name: 'a cloud account', shown: cloudAccountResult, show: toCloudAccountResult },
    ...{ createBody: createCloudAccountBody, updateBody: updateCloudAccountBody },
    ...{ list: listCloudAccounts, get: getCloudAccount, create: createCloudAccount },
    example: {
      ...{ name: 'AWS', region: 'eu-central-1' },
      credentials: { kind: 'role', role_arn: 'arn:aws:iam::123456789012:role/shipclock' },
    },
    ...{ update: updateCloudAccount, remove: deleteCloudAccount },
  }),
  check,
]

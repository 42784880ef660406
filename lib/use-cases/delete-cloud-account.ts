import { listWords } from '@/lib/domain/list-words'
import { accept, type Result } from '@/lib/domain/result'
import { deleteCloudAccount as deleteRow, lockCloudAccount } from '@/lib/postgres/cloud-accounts'
import { environmentsInCloudAccount } from '@/lib/postgres/environments'
import { type InUse, inUse, type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

/** Deletes a cloud account that no environment is in, with its stored credentials. */
export const deleteCloudAccount = useCase(
  'administer',
  async ({ database }, input: { id: string }): Promise<Result<{ id: string }, NotFound | InUse>> => {
    if (!(await lockCloudAccount(database, input.id))) return notFound('cloud account')
    const environments = await environmentsInCloudAccount(database, input.id)
    if (environments.length > 0) return inUse(`the environment ${listWords(environments)}`)
    await deleteRow(database, input.id)
    return accept({ id: input.id })
  },
)

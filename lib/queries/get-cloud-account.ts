import { accept, type Result } from '@/lib/domain/result'
import { cloudAccountView } from '@/lib/postgres/cloud-accounts'
import { type NotFound, notFound } from '@/lib/use-cases/resource-refusals'
import { useCase } from '@/lib/use-cases/use-case'
import type { CloudAccountView } from './resource-views'

/** By id or name. */
export const getCloudAccount = useCase(
  'view',
  async ({ database }, input: { id: string }): Promise<Result<CloudAccountView, NotFound>> => {
    const account = await cloudAccountView(database, input.id)
    return account === null ? notFound('cloud account') : accept(account)
  },
)

import { accept, type Result } from '@/lib/domain/result'
import { listCloudAccounts as allCloudAccounts } from '@/lib/postgres/cloud-accounts'
import { useCase } from '@/lib/use-cases/use-case'
import type { CloudAccountView } from './resource-views'

/** All of the team, by name. */
export const listCloudAccounts = useCase(
  'view',
  async ({ database }, _input: object): Promise<Result<{ items: CloudAccountView[] }, never>> =>
    accept({ items: await allCloudAccounts(database) }),
)

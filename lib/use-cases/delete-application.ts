import { accept, type Result } from '@/lib/domain/result'
import { isUuid } from '@/lib/domain/uuid'
import { deleteApplication as deleteRow, lockApplication } from '@/lib/postgres/applications'
import { countDeploymentsOfApplication, lockTargets } from '@/lib/postgres/targets'
import { type InUse, inUse, type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

/** Deletes an application that was never deployed. One that was keeps its history. */
export const deleteApplication = useCase(
  'administer',
  async ({ database }, input: { id: string }): Promise<Result<{ id: string }, NotFound | InUse>> => {
    if (!isUuid(input.id)) return notFound('application')
    await lockTargets(database, input.id)
    if (!(await lockApplication(database, input.id, 'use'))) return notFound('application')
    if ((await countDeploymentsOfApplication(database, input.id)) > 0) {
      return inUse('the history of its deployments')
    }
    await deleteRow(database, input.id)
    return accept({ id: input.id })
  },
)

import { listWords } from '@/lib/domain/list-words'
import { accept, type Result } from '@/lib/domain/result'
import { deleteEnvironment as deleteRow, lockEnvironment } from '@/lib/postgres/environments'
import { usersOfEnvironment } from '@/lib/postgres/targets'
import { type InUse, inUse, type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

/** Deletes an environment that no application can be deployed to and no deployment went to. */
export const deleteEnvironment = useCase(
  'administer',
  async ({ database }, input: { id: string }): Promise<Result<{ id: string }, NotFound | InUse>> => {
    if (!(await lockEnvironment(database, input.id))) return notFound('environment')
    const { applications, deployments } = await usersOfEnvironment(database, input.id)
    if (applications.length > 0) return inUse(`the application ${listWords(applications)}`)
    if (deployments > 0) return inUse('the history of deployments to it')
    await deleteRow(database, input.id)
    return accept({ id: input.id })
  },
)

import { accept, type Result } from '@/lib/domain/result'
import { lockStartsAndWaits } from '@/lib/postgres/due-deployments'
import { deleteFreeze as deleteRow } from '@/lib/postgres/freeze-windows'
import { type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'
import { wakeHeld } from './wake-others'

/** Deletes a freeze or an allowed window. What it held and nothing else holds starts at once. */
export const deleteFreeze = useCase(
  'administer',
  async ({ database, services }, { id }: { id: string }): Promise<Result<{ id: string }, NotFound>> => {
    await lockStartsAndWaits(database)
    if (!(await deleteRow(database, id))) return notFound('freeze')
    await wakeHeld({ database, wakeUps: services.wakeUps }, await database.now())
    return accept({ id })
  },
)

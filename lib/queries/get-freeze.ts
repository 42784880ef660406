import { accept, type Result } from '@/lib/domain/result'
import { freezeView } from '@/lib/postgres/freeze-windows'
import { type NotFound, notFound } from '@/lib/use-cases/resource-refusals'
import { useCase } from '@/lib/use-cases/use-case'
import type { FreezeView } from './resource-views'

/** By id. */
export const getFreeze = useCase(
  'view',
  async ({ database }, input: { id: string }): Promise<Result<FreezeView, NotFound>> => {
    const freeze = await freezeView(database, input.id)
    return freeze === null ? notFound('freeze') : accept(freeze)
  },
)

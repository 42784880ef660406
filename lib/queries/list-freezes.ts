import { accept, type Result } from '@/lib/domain/result'
import { listFreezes as allFreezes } from '@/lib/postgres/freeze-windows'
import { useCase } from '@/lib/use-cases/use-case'
import type { FreezeView } from './resource-views'

/** All of the team: the weekly ones first, then the others by when they begin. */
export const listFreezes = useCase(
  'view',
  async ({ database }, _input: object): Promise<Result<{ items: FreezeView[] }, never>> =>
    accept({ items: await allFreezes(database) }),
)

import type { FreezeWindow } from '@/lib/domain/freeze-window'
import { accept, type Result } from '@/lib/domain/result'
import { freezeWindows } from '@/lib/postgres/freeze-windows'
import { useCase } from '@/lib/use-cases/use-case'

/** The team's windows that still matter, for the rules: a form decides with them what the server will decide. */
export const listFreezeWindows = useCase(
  'view',
  async ({ database }, _input: object): Promise<Result<FreezeWindow[], never>> =>
    accept(await freezeWindows(database)),
)

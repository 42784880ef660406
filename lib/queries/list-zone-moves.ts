import { accept, type Result } from '@/lib/domain/result'
import { openZoneMoves } from '@/lib/postgres/zone-moves'
import { useCase } from '@/lib/use-cases/use-case'
import type { ZoneMoveView } from './zone-move-views'

/** What newer rules of time zones moved, or could not resolve, and nobody has dismissed. Newest first. */
export const listZoneMoves = useCase(
  'view',
  async ({ database }, _input: object): Promise<Result<{ items: ZoneMoveView[] }, never>> =>
    accept({ items: await openZoneMoves(database) }),
)

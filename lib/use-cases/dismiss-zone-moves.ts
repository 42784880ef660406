import { accept, type Result } from '@/lib/domain/result'
import { dismissZoneMoves as dismissRows } from '@/lib/postgres/zone-moves'
import { type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

/** Takes what newer rules of time zones moved off the list: somebody has seen it. Twice is the same as once. */
export const dismissZoneMoves = useCase(
  'deploy',
  async ({ database, actor }, { ids }: { ids: string[] }): Promise<Result<{ ids: string[] }, NotFound>> => {
    const wanted = [...new Set(ids)]
    const found = await dismissRows(database, wanted, { at: await database.now(), by: actor.label })
    return found === wanted.length ? accept({ ids: wanted }) : notFound('zone move')
  },
)

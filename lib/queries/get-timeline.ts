import { accept, type Result, refuse } from '@/lib/domain/result'
import { deploymentSummary } from '@/lib/postgres/deployment-lists'
import { timelineOf } from '@/lib/postgres/timeline'
import type { DeploymentNotFound } from '@/lib/use-cases/cancel-deployment'
import { type UseCaseContext, useCase } from '@/lib/use-cases/use-case'
import type { Page, TimelineEntryView } from './deployment-views'

export interface GetTimelineInput {
  id: string
  limit: number
  cursor: string | null
}

/** What happened to a deployment, oldest first. */
export const getTimeline = useCase(
  'view',
  async (
    { database }: UseCaseContext,
    { id, limit, cursor }: GetTimelineInput,
  ): Promise<Result<Page<TimelineEntryView>, DeploymentNotFound | { kind: 'invalid_cursor' }>> => {
    if (cursor !== null && !/^\d{1,18}$/.test(cursor)) return refuse({ kind: 'invalid_cursor' })
    if ((await deploymentSummary(database, id)) === null) {
      return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    }
    const found = await timelineOf(database, id, { afterId: BigInt(cursor ?? 0), limit: limit + 1 })
    const items = found.slice(0, limit).map((entry) => ({ ...entry, id: String(entry.id) }))
    const last = items.at(-1)
    return accept({ items, nextCursor: found.length > limit && last ? last.id : null })
  },
)

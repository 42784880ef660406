import { z } from 'zod'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { type DeploymentFilter, deploymentsByDue } from '@/lib/postgres/deployment-lists'
import { type UseCaseContext, useCase } from '@/lib/use-cases/use-case'
import type { DeploymentSummary, Page } from './deployment-views'
import { readCursor, writeCursor } from './page-cursor'

export interface ListDeploymentsInput extends DeploymentFilter {
  order: 'due_ascending' | 'due_descending'
  limit: number
  /** Of the page before; null for the first. */
  cursor: string | null
}

/** A page of the team's deployments by due time; a later page costs what the first does. */
export const listDeployments = useCase(
  'view',
  async (
    { database }: UseCaseContext,
    { order, limit, cursor, ...filter }: ListDeploymentsInput,
  ): Promise<Result<Page<DeploymentSummary>, { kind: 'invalid_cursor' }>> => {
    const after = cursor === null ? null : readCursor(positionSchema, cursor)
    if (cursor !== null && after === null) return refuse({ kind: 'invalid_cursor' })
    const direction = order === 'due_ascending' ? 'asc' : 'desc'
    const found = await deploymentsByDue(database, filter, { order: direction, after, limit: limit + 1 })
    const items = found.slice(0, limit)
    const last = items.at(-1)
    const hasMore = found.length > limit
    return accept({ items, nextCursor: hasMore && last ? writeCursor([last.dueAt, last.id]) : null })
  },
)

const positionSchema = z.tuple([z.coerce.date(), z.uuid()]).transform(([dueAt, id]) => ({ dueAt, id }))

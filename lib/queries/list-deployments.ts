import { z } from 'zod'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { type DeploymentFilter, deploymentsByDue, type ListPosition } from '@/lib/postgres/deployment-lists'
import { type UseCaseContext, useCase } from '@/lib/use-cases/use-case'
import type { DeploymentSummary, Page } from './deployment-views'

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
    const after = cursor === null ? null : readCursor(cursor)
    if (cursor !== null && after === null) return refuse({ kind: 'invalid_cursor' })
    const direction = order === 'due_ascending' ? 'asc' : 'desc'
    const found = await deploymentsByDue(database, filter, { order: direction, after, limit: limit + 1 })
    const items = found.slice(0, limit)
    const last = items.at(-1)
    return accept({ items, nextCursor: found.length > limit && last ? writeCursor(last) : null })
  },
)

const cursorSchema = z.tuple([z.coerce.date(), z.uuid()])

function writeCursor({ dueAt, id }: ListPosition): string {
  return Buffer.from(JSON.stringify([dueAt, id])).toString('base64url')
}

function readCursor(cursor: string): ListPosition | null {
  try {
    const [dueAt, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { dueAt, id }
  } catch {
    // Whatever was sent as a cursor, it is not one of ours.
    return null
  }
}

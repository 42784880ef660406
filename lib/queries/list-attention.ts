import { z } from 'zod'
import { decideComeback } from '@/lib/domain/comeback'
import { ATTENTION_KINDS, needsAttention } from '@/lib/domain/needs-attention'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { type AttentionRow, attentionPage, countAttention } from '@/lib/postgres/attention-lists'
import { type LeftBehind, skippedDependents } from '@/lib/postgres/skipped-dependents'
import { type UseCaseContext, useCase } from '@/lib/use-cases/use-case'
import type { AttentionView, SkippedView } from './attention-views'
import type { Page } from './deployment-views'
import { readCursor, writeCursor } from './page-cursor'

export interface ListAttentionInput {
  limit: number
  /** Of the page before; null for the first. */
  cursor: string | null
}

export interface AttentionPage extends Page<AttentionView> {
  /** Of all pages. */
  total: number
}

/** What an outage left behind: overdue, missed, started late; of each what was due last comes first. */
export const listAttention = useCase(
  'view',
  async (
    { database }: UseCaseContext,
    { limit, cursor }: ListAttentionInput,
  ): Promise<Result<AttentionPage, { kind: 'invalid_cursor' }>> => {
    const after = cursor === null ? null : readCursor(positionSchema, cursor)
    if (cursor !== null && after === null) return refuse({ kind: 'invalid_cursor' })
    const now = await database.now()
    const found = await attentionPage(database, { now, after, limit: limit + 1 })
    const rows = found.slice(0, limit)
    const missedIds = rows.filter(({ kind }) => kind === 'missed').map(({ deployment }) => deployment.id)
    const behind = await skippedDependents(database, missedIds)
    const last = rows.at(-1)
    return accept({
      items: rows.flatMap((row) => toView(row, now, behind.get(row.deployment.id))),
      nextCursor: found.length > limit && last ? cursorAt(last) : null,
      total: await countAttention(database, now),
    })
  },
)

/** None when it changed between the statements and needs no attention any more. */
function toView(
  { deployment, dismissedAt, takenUpAt }: AttentionRow,
  now: Date,
  behind: LeftBehind | undefined,
): AttentionView[] {
  const attention = needsAttention({ ...deployment, dismissedAt, takenUpAt, now })
  if (attention === null) return []
  return [{ ...attention, deployment, skipped: behind === undefined ? [] : toSkippedViews(behind) }]
}

function toSkippedViews({ movingIds, skipped }: LeftBehind): SkippedView[] {
  const keptBy = new Map(
    decideComeback(movingIds, skipped).kept.map((kept) => [kept.skipped.id, kept.by] as const),
  )
  return skipped.map(({ id, label, dueAt }) => ({ id, label, dueAt, keptBy: keptBy.get(id) ?? null }))
}

const positionSchema = z
  .tuple([z.enum(ATTENTION_KINDS), z.coerce.date(), z.uuid()])
  .transform(([kind, dueAt, id]) => ({ kind, dueAt, id }))

function cursorAt({ kind, deployment }: AttentionRow): string {
  return writeCursor([kind, deployment.dueAt, deployment.id])
}

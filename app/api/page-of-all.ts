import { accept, type Result, refuse } from '@/lib/domain/result'

/**
 * A page of a list that is read as a whole, because a team has few of these. The cursor is the id of the
 * last item of the page before.
 */
export function pageOfAll<Item extends { id: string }>(
  items: readonly Item[],
  { limit, cursor }: { limit: number; cursor: string | null },
): Result<{ items: Item[]; nextCursor: string | null }, { kind: 'invalid_cursor' }> {
  const last = cursor === null ? -1 : items.findIndex(({ id }) => id === cursor)
  if (cursor !== null && last < 0) return refuse({ kind: 'invalid_cursor' })
  const page = items.slice(last + 1, last + 1 + limit)
  const isLast = last + 1 + limit >= items.length
  return accept({ items: page, nextCursor: isLast ? null : (page.at(-1)?.id ?? null) })
}

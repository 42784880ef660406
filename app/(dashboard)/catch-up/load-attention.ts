import type { Actor } from '@/lib/domain/actor'
import { type AttentionPage, listAttention } from '@/lib/queries/list-attention'
import type { Services } from '@/lib/services'
import { MOST_AT_ONCE } from '@/lib/use-cases/one-by-one'

/** One page of the catch-up screen: no more than can be done at once. A cursor that means nothing leads to the first. */
export async function loadAttention(
  services: Services,
  actor: Actor,
  cursor: string | null,
): Promise<AttentionPage> {
  const page = await listAttention(services, actor, { limit: MOST_AT_ONCE, cursor })
  if (page.ok) return page.value
  if (page.refusal.kind === 'invalid_cursor') return loadAttention(services, actor, null)
  throw new Error('Nobody who may see a page is refused its lists.')
}

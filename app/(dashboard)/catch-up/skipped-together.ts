import type { AttentionView, SkippedView } from '@/lib/queries/attention-views'

/** What was skipped because of any of several that were missed, each once; one that only another of them keeps is kept by nothing. */
export function skippedTogether(items: readonly AttentionView[]): SkippedView[] {
  const comingBack = new Set(items.map(({ deployment }) => deployment.id))
  const together = new Map<string, SkippedView>()
  for (const skipped of items.flatMap((item) => item.skipped)) {
    const isFreed = skipped.keptBy !== null && comingBack.has(skipped.keptBy.id)
    const known = together.get(skipped.id)
    if (known === undefined || isFreed)
      together.set(skipped.id, isFreed ? { ...skipped, keptBy: null } : skipped)
  }
  return [...together.values()]
}

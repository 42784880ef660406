import type { AttentionView, SkippedView } from '@/lib/queries/attention-views'

/** What was skipped because of any of several that were missed, each once; what only another of them keeps is kept by nothing. */
export function skippedTogether(items: readonly AttentionView[]): SkippedView[] {
  const comingBack = new Set(items.map(({ deployment }) => deployment.id))
  const together = new Map<string, SkippedView>()
  for (const skipped of items.flatMap((item) => item.skipped)) {
    const isKept = skipped.keptBy !== null && !comingBack.has(skipped.keptBy.id)
    if (isKept || !together.has(skipped.id)) {
      together.set(skipped.id, isKept ? skipped : { ...skipped, keptBy: null })
    }
  }
  return [...together.values()]
}

import type { TimelineEntryView } from '@/lib/queries/deployment-views'

/** What ECS itself reported. */
const ECS_EVENT = 'ecs.event'

export type TimelineItem =
  | { kind: 'entry'; key: string; entry: TimelineEntryView }
  /** What ECS said in a row, newest first. */
  | { kind: 'ecs'; key: string; entries: TimelineEntryView[] }

/** The timeline for reading, newest first; what ECS said in between is folded into one item. */
export function timelineItems(oldestFirst: readonly TimelineEntryView[]): TimelineItem[] {
  const items: TimelineItem[] = []
  for (const entry of oldestFirst) {
    const last = items.at(-1)
    if (entry.event !== ECS_EVENT) items.push({ kind: 'entry', key: entry.id, entry })
    else if (last?.kind === 'ecs') last.entries.unshift(entry)
    // Named by its first event: the fold stays open while more events come in.
    else items.push({ kind: 'ecs', key: `ecs-${entry.id}`, entries: [entry] })
  }
  return items.reverse()
}

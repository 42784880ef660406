import { ATTENTION_KINDS, type AttentionKind } from '@/lib/domain/needs-attention'
import { targetLabel } from '@/lib/domain/target-label'
import type { AttentionView } from '@/lib/queries/attention-views'

export interface AttentionGroup {
  kind: AttentionKind
  title: string
  /** What it asks of people. */
  hint: string
  items: AttentionView[]
}

const WORDS: Record<AttentionKind, { title: string; hint: string }> = {
  overdue: {
    title: 'Waiting for a worker',
    hint: 'Due, and nobody has started them. They start by themselves as soon as a worker runs, if their start deadline allows.',
  },
  missed: {
    title: 'Missed',
    hint: 'Their start deadline passed before they could start. They stay as they are until you decide.',
  },
  started_late: {
    title: 'Started late',
    hint: 'They ran, or run now, more than a minute after they were due. There is nothing to do but to know.',
  },
}

/** By kind, in the order of what they ask of people; kinds without any are left out. */
export function groupByKind(items: readonly AttentionView[]): AttentionGroup[] {
  return ATTENTION_KINDS.map((kind) => ({
    ...{ kind, ...WORDS[kind] },
    items: items.filter((item) => item.kind === kind),
  })).filter((group) => group.items.length > 0)
}

/** What is overdue can't be dismissed, and is due already. */
export function isSelectable({ kind }: AttentionView): boolean {
  return kind !== 'overdue'
}

/** `API in Production` */
export function labelOf({ deployment }: AttentionView): string {
  return targetLabel(deployment.application, deployment.environment)
}

/** `API in Production`, `API in Production and 4 more` */
export function labelsInShort(items: readonly AttentionView[]): string {
  const [first, ...others] = items.map(labelOf)
  return others.length === 0 ? (first ?? '') : `${first} and ${others.length} more`
}

/** `1 deployment`, `3 deployments` */
export function countWords(count: number): string {
  return `${count} deployment${count === 1 ? '' : 's'}`
}

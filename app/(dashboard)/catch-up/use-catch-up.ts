'use client'

import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { dismissAction } from '@/app/(dashboard)/catch-up/actions'
import { countWords, isSelectable, labelsInShort } from '@/app/(dashboard)/catch-up/attention-groups'
import type { Outcome } from '@/app/(dashboard)/catch-up/outcome'
import type { ShownRefusal } from '@/app/action-result'
import { useAction } from '@/app/components/use-action'
import type { AttentionView } from '@/lib/queries/attention-views'

/** What was tried in vain, and on what. */
export interface Failed {
  item: AttentionView
  why: string
}

export interface CatchUp {
  /** Without what has just been dismissed. */
  items: AttentionView[]
  selected: AttentionView[]
  toggle(id: string): void
  /** All that can be selected, or none. */
  selectAll(isSelected: boolean): void
  dismiss(items: AttentionView[]): Promise<void>
  /** After the dialog has run them. */
  wereRun(items: AttentionView[], outcomes: Outcome[]): void
  failed: Failed[]
  refusal: ShownRefusal | null
  forgetFailures(): void
}

const NONE: ReadonlySet<string> = new Set()

/** What is selected on the catch-up screen, and what is done with it. */
export function useCatchUp(listed: AttentionView[]): CatchUp {
  const [selectedIds, setSelectedIds] = useState(NONE)
  const [leavingIds, setLeavingIds] = useStillListed(listed)
  const [failed, setFailed] = useState<Failed[]>([])
  const { run, refusal, forgetRefusal } = useAction(dismissAction)
  const items = listed.filter(({ deployment }) => !leavingIds.has(deployment.id))
  const selected = items.filter((item) => isSelectable(item) && selectedIds.has(item.deployment.id))

  const settle = (tried: AttentionView[], outcomes: Outcome[]): AttentionView[] => {
    const why = new Map(outcomes.map(({ id, refused }) => [id, refused]))
    const inVain = tried.flatMap((item) => {
      const refused = why.get(item.deployment.id)
      return refused ? [{ item, why: `${refused.title}. ${refused.detail}` }] : []
    })
    setFailed(inVain)
    setSelectedIds(idsOf(inVain.map(({ item }) => item)))
    return tried.filter((item) => why.get(item.deployment.id) === null)
  }
  const dismiss = async (tried: AttentionView[]) => {
    // Gone at once: nothing depends on it, and a refusal brings them back.
    setLeavingIds(new Set([...leavingIds, ...idsOf(tried)]))
    const result = await run({ ids: [...idsOf(tried)] })
    const done = result.ok ? settle(tried, result.value) : []
    const stay = idsOf(tried.filter((item) => !done.includes(item)))
    setLeavingIds((leaving) => new Set([...leaving].filter((id) => !stay.has(id))))
    if (done.length > 0) notifications.show({ message: `Dismissed: ${labelsInShort(done)}.` })
  }
  const wereRun = (tried: AttentionView[], outcomes: Outcome[]) => {
    const done = settle(tried, outcomes)
    if (done.length > 0) notifications.show({ color: 'teal', message: runWords(done) })
  }
  return {
    ...{ items, selected, dismiss, wereRun, failed, refusal },
    toggle: (id) => setSelectedIds((ids) => toggled(ids, id)),
    selectAll: (isSelected) => setSelectedIds(isSelected ? idsOf(items.filter(isSelectable)) : NONE),
    forgetFailures: () => {
      forgetRefusal()
      setFailed([])
    },
  }
}

/** Ids of what is listed: one that is not any more is forgotten, so that it is seen should it come again. */
function useStillListed(listed: AttentionView[]) {
  const [ids, setIds] = useState(NONE)
  const listedIds = idsOf(listed)
  const still = [...ids].filter((id) => listedIds.has(id))
  if (still.length < ids.size) setIds(new Set(still))
  return [ids, setIds] as const
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

function idsOf(items: readonly AttentionView[]): ReadonlySet<string> {
  return new Set(items.map(({ deployment }) => deployment.id))
}

function runWords(done: AttentionView[]): string {
  if (done.length === 1) return `${labelsInShort(done)} is due now.`
  return `${countWords(done.length)} are due now. They start as limits and services allow.`
}

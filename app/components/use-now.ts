'use client'

import { useSyncExternalStore } from 'react'
import { subscribeToTicks, tickMs } from '@/app/components/ticker'
import { useRenderedAt } from '@/app/components/viewer-provider'

/**
 * Something that follows from the present, kept up to date. Renders again only when what `select`
 * makes of the time (a text, a number, a boolean) has changed.
 */
export function useNow<Selected extends string | number | boolean>(
  select: (nowMs: number) => Selected,
): Selected {
  const renderedAtMs = useRenderedAt()
  return useSyncExternalStore(
    subscribeToTicks,
    () => select(tickMs()),
    () => select(renderedAtMs),
  )
}

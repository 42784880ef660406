'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useTransition } from 'react'
import { databaseWatch } from '@/app/components/database-watch'
import type { LiveEvent } from './live-stream'
import { pageStream } from './page-stream'
import { throttled } from './throttled'

const SHORTEST_INTERVAL_MS = 500

export type LiveKind = 'deployment' | 'cloud_account'

export interface LiveRefreshOptions {
  /** What the page shows. */
  kinds: readonly LiveKind[]
  /** Only these; all of the kinds where it is left out. */
  ids?: readonly string[]
}

/**
 * Renders the page's server components again when something that they show has changed, and after a
 * connection, or the database, was lost and found. A storm of changes makes at most two refreshes a second;
 * while a dialog is open they wait.
 */
export function useLiveRefresh({ kinds, ids }: LiveRefreshOptions): void {
  const router = useRouter()
  const [, startTransition] = useTransition()
  const wanted = JSON.stringify({ kinds, ids })
  useEffect(() => {
    const refresher = throttled(() => {
      if (isDialogOpen()) refresher.ask()
      else startTransition(() => router.refresh())
    }, SHORTEST_INTERVAL_MS)
    const isWanted = selector(JSON.parse(wanted))
    const ask = () => {
      // A page that can't be made now would take the place of the one that is there.
      if (databaseWatch.trouble() === null) refresher.ask()
    }
    const unsubscribe = pageStream.subscribe((event) => {
      if (event === null || isWanted(event)) ask()
    })
    const unwatch = databaseWatch.subscribe(ask)
    return () => {
      unsubscribe()
      unwatch()
      refresher.cancel()
    }
  }, [wanted, router])
}

/** A page that could not be made just then would take an open form away, with what was typed. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null
}

function selector({ kinds, ids }: LiveRefreshOptions): (event: LiveEvent) => boolean {
  return ({ kind, id }) => kinds.some((known) => known === kind) && (ids === undefined || ids.includes(id))
}

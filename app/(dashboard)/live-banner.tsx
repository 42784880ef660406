'use client'

import { IconDatabaseOff, IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useDatabaseTrouble } from '@/app/components/use-database-trouble'
import type { DatabaseTrouble } from '@/lib/postgres/errors'
import { TROUBLE_TITLES } from '@/lib/refusals/trouble-words'
import classes from './live-banner.module.css'
import { pageStream } from './page-stream'

/** A server that is restarted is back sooner than this: no need to alarm anybody. */
const PATIENCE_MS = 4000

/**
 * Says when what the page shows may be out of date, or can't be changed; goes away by itself. Also keeps the
 * page's stream open.
 */
export function LiveBanner() {
  const isLate = useIsLate()
  const trouble = useDatabaseTrouble()
  useEffect(() => pageStream.subscribe(() => {}), [])
  useEffect(() => {
    const followVisibility = () => (document.hidden ? pageStream.pause() : pageStream.resume())
    document.addEventListener('visibilitychange', followVisibility)
    return () => document.removeEventListener('visibilitychange', followVisibility)
  }, [])
  const Icon = trouble === null ? IconPlugConnectedX : IconDatabaseOff
  const words = trouble === null ? (isLate ? INTERRUPTED : null) : WORDS[trouble]
  return (
    <div role="status" className={classes.place}>
      {words === null ? null : (
        <span className={classes.banner}>
          <Icon size={16} aria-hidden />
          {words}
        </span>
      )}
    </div>
  )
}

const INTERRUPTED = 'Live updates are interrupted; this page may be out of date. Connecting again…'

const WORDS: Record<DatabaseTrouble, string> = {
  away: `${TROUBLE_TITLES.away}. This page may be out of date and can’t be changed; what is scheduled is kept.`,
  read_only: `${TROUBLE_TITLES.read_only}. Nothing starts until it does; what is due starts then.`,
  busy: `${TROUBLE_TITLES.busy}. This page may be out of date, and changes may be refused.`,
  full: `${TROUBLE_TITLES.full}. Nothing can be changed, and nothing starts, until there is some.`,
}

/** Whether changes have not arrived for long enough to say so. */
function useIsLate(): boolean {
  const state = useSyncExternalStore(
    pageStream.subscribeToState,
    pageStream.state,
    () => 'connecting' as const,
  )
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    if (state !== 'lost') return setLate(false)
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [state])
  return isLate
}

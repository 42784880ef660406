'use client'

import { IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import classes from './live-banner.module.css'
import { pageStream } from './page-stream'

/** A server that is restarted is back sooner than this: no need to alarm anybody. */
const PATIENCE_MS = 4000

/** Says when what the page shows may be out of date. Also keeps the page's stream open. */
export function LiveBanner() {
  const state = useSyncExternalStore(
    pageStream.subscribeToState,
    pageStream.state,
    () => 'connecting' as const,
  )
  const [isLate, setLate] = useState(false)
  useEffect(() => pageStream.subscribe(() => {}), [])
  useEffect(() => {
    const followVisibility = () => (document.hidden ? pageStream.pause() : pageStream.resume())
    document.addEventListener('visibilitychange', followVisibility)
    return () => document.removeEventListener('visibilitychange', followVisibility)
  }, [])
  useEffect(() => {
    if (state !== 'lost') return setLate(false)
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [state])
  return (
    <div role="status" className={classes.place}>
      {isLate ? (
        <span className={classes.banner}>
          <IconPlugConnectedX size={16} aria-hidden />
          Live updates are interrupted; this page may be out of date. Connecting again…
        </span>
      ) : null}
    </div>
  )
}

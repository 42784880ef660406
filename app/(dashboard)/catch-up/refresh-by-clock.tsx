'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { databaseWatch } from '@/app/components/database-watch'

const EVERY_MS = 30_000

/** Renders the page anew twice a minute: what becomes overdue while no worker is up tells nobody. */
export function RefreshByClock() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden && databaseWatch.trouble() === null) router.refresh()
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [router])
  return null
}

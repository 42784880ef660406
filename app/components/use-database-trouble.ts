'use client'

import { useSyncExternalStore } from 'react'
import { databaseWatch } from '@/app/components/database-watch'
import type { DatabaseTrouble } from '@/lib/postgres/errors'

/** What keeps Shipclock from working with its database, as far as this page knows. */
export function useDatabaseTrouble(): DatabaseTrouble | null {
  return useSyncExternalStore(databaseWatch.subscribe, databaseWatch.trouble, () => null)
}

'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { scheduleHref } from './schedule-href'

/** The address that opens the schedule form from here. */
export function useScheduleHref(): string {
  return scheduleHref(usePathname(), useSearchParams().toString())
}

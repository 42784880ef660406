'use client'

import { useNow } from '@/app/components/use-now'
import { useViewer } from '@/app/components/viewer-provider'
import { placeName } from '@/lib/domain/time-zones'
import { formatZoneMark } from '@/lib/domain/zone-format'

/** In which zone a page's times are. */
export function ZoneNote() {
  const { timezone } = useViewer()
  const mark = useNow((nowMs) => formatZoneMark(new Date(nowMs), timezone))
  return <>Times are yours: {timezone === 'UTC' ? 'UTC' : `${placeName(timezone)}, now ${mark}`}.</>
}

'use client'

import { Button } from '@mantine/core'
import { formatLongDate } from '@/lib/domain/zone-format'

export interface PhoneDayProps {
  day: string
  isAhead: boolean
  mayDeploy: boolean
  onSchedule: () => void
}

/** On a phone a tap on a day shows the day; this is the way from there to the form. */
export function PhoneDay({ day, isAhead, mayDeploy, onSchedule }: PhoneDayProps) {
  if (!isAhead || !mayDeploy) return null
  return (
    <Button variant="default" fullWidth onClick={onSchedule}>
      Schedule on {formatLongDate(new Date(day), 'UTC')}
    </Button>
  )
}

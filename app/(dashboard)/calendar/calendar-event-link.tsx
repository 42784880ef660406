'use client'

import { VisuallyHidden } from '@mantine/core'
import Link from 'next/link'
import type { CSSProperties } from 'react'
import classes from '@/app/(dashboard)/calendar/calendar.module.css'
import { type CalendarItem, eventWords } from '@/app/(dashboard)/calendar/calendar-events'
import { STATUS_ICONS } from '@/app/components/status-icon'
import { STATUS_TONES } from '@/app/components/status-tone'
import { statusWord } from '@/app/components/status-word'
import tones from '@/app/components/tone.module.css'
import { formatClock } from '@/lib/domain/zone-format'

export interface CalendarEventLinkProps {
  item: CalendarItem
  timezone: string
  hour12: boolean
  /** Where the calendar puts it. */
  style?: CSSProperties | undefined
}

/** A deployment in the calendar: a link, so that it can be opened in another tab too. */
export function CalendarEventLink({ item, timezone, hour12, style }: CalendarEventLinkProps) {
  const Icon = STATUS_ICONS[item.status]
  return (
    <Link
      href={`/deployments/${item.id}`}
      className={`${tones.tone} ${classes.event}`}
      style={style}
      data-tone={STATUS_TONES[item.status]}
      title={eventWords(item, timezone, { hour12 })}
    >
      <Icon size={13} stroke={2} aria-hidden className={classes.eventIcon} />
      <time dateTime={item.dueAt.toISOString()}>{formatClock(item.dueAt, timezone, { hour12 })}</time>
      <span className={classes.eventName}>
        {item.application} <VisuallyHidden>in </VisuallyHidden>
        <span className={classes.eventPlace}>{item.environment}</span>
      </span>
      <VisuallyHidden>, {statusWord(item.status).toLowerCase()}</VisuallyHidden>
    </Link>
  )
}

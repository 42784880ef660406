'use client'

import Link from 'next/link'
import type { CSSProperties } from 'react'
import classes from '@/app/(dashboard)/calendar/calendar.module.css'
import { type CalendarItem, eventWords } from '@/app/(dashboard)/calendar/calendar-events'
import { STATUS_ICONS } from '@/app/components/status-icon'
import { STATUS_TONES } from '@/app/components/status-tone'
import tones from '@/app/components/tone.module.css'
import { formatClock } from '@/lib/domain/zone-format'

export interface CalendarEventLinkProps {
  item: CalendarItem
  timezone: string
  hour12: boolean
  /** Where the calendar puts it. */
  className?: string | undefined
  style?: CSSProperties | undefined
}

/** A deployment in the calendar: a link, so that it can be opened in another tab too. */
export function CalendarEventLink({ item, timezone, hour12, className, style }: CalendarEventLinkProps) {
  const Icon = STATUS_ICONS[item.status]
  const words = eventWords(item, timezone, { hour12 })
  return (
    <Link
      href={`/deployments/${item.id}`}
      className={`${className ?? ''} ${tones.tone} ${classes.event}`}
      style={style}
      data-tone={STATUS_TONES[item.status]}
      title={words}
      aria-label={words}
    >
      <Icon size={13} stroke={2} aria-hidden className={classes.eventIcon} />
      <time dateTime={item.dueAt.toISOString()}>{formatClock(item.dueAt, timezone, { hour12 })}</time>
      <span className={classes.eventName}>
        {item.application} <span className={classes.eventPlace}>{item.environment}</span>
      </span>
    </Link>
  )
}

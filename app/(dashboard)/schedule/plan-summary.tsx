'use client'

import { Button, Text } from '@mantine/core'
import { IconCalendarCheck } from '@tabler/icons-react'
import classes from '@/app/(dashboard)/schedule/plan-summary.module.css'
import { formatInZone } from '@/lib/domain/zone-format'

/** Describes the button that submits: not announced by itself, for its countdown changes all the time. */
export const PLAN_SUMMARY_ID = 'plan-in-words'

export interface PlanSummaryProps {
  summary: string | null
  /** Shown while there is no summary. */
  hint: string
}

/** What will happen, in words, before anything is submitted. */
export function PlanSummary({ summary, hint }: PlanSummaryProps) {
  return (
    <div className={classes.summary} data-ready={summary !== null || undefined}>
      <IconCalendarCheck size={20} stroke={1.75} aria-hidden className={classes.icon} />
      <div>
        <Text size="xs" fw={600} className={classes.title}>
          What will happen
        </Text>
        <Text size="sm" id={PLAN_SUMMARY_ID} data-plan>
          {summary ?? hint}
        </Text>
      </div>
    </div>
  )
}

export interface EarliestButtonProps {
  earliest: Date
  timezone: string
  hour12: boolean
  onPick: () => void
}

/** The way out when a dependency would have to start in the past. */
export function EarliestButton({ earliest, timezone, hour12, onPick }: EarliestButtonProps) {
  return (
    <Button size="xs" variant="default" onClick={onPick}>
      Use the earliest possible time: {formatInZone(earliest, timezone, { hour12 })}
    </Button>
  )
}

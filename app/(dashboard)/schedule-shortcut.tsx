'use client'

import { Button, Kbd } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import Link from 'next/link'
import { useScheduleHref } from './use-schedule-href'

export interface ScheduleShortcutProps {
  size: 'compact' | 'full'
  onNavigate?: () => void
}

/** The way to the schedule form from everywhere. */
export function ScheduleShortcut({ size, onNavigate }: ScheduleShortcutProps) {
  const isFull = size === 'full'
  return (
    <Button
      component={Link}
      href={useScheduleHref()}
      scroll={false}
      onClick={onNavigate}
      fullWidth={isFull}
      size={isFull ? 'sm' : 'compact-sm'}
      px={isFull ? 'sm' : undefined}
      justify={isFull ? 'space-between' : undefined}
      leftSection={isFull ? undefined : <IconPlus size={16} aria-hidden />}
      rightSection={
        isFull ? (
          <Kbd size="xs" visibleFrom="sm" aria-hidden>
            N
          </Kbd>
        ) : undefined
      }
    >
      {isFull ? 'Schedule deployment' : 'Schedule'}
    </Button>
  )
}

'use client'

import { Button, Checkbox } from '@mantine/core'
import classes from '@/app/(dashboard)/catch-up/catch-up.module.css'
import type { AttentionView } from '@/lib/queries/attention-views'

export interface BulkBarProps {
  selectable: AttentionView[]
  selected: AttentionView[]
  onSelectAll: (isSelected: boolean) => void
  onRunNow: (items: AttentionView[]) => void
  onDismiss: () => void
}

/** Selects all, and does one thing with all that is selected. Stays in sight while the list is long. */
export function BulkBar({ selectable, selected, onSelectAll, onRunNow, onDismiss }: BulkBarProps) {
  const isAll = selected.length === selectable.length
  // What started late has run already.
  const missed = selected.filter(({ kind }) => kind === 'missed')
  return (
    <div className={classes.bar} role="toolbar" aria-label="What is selected">
      <Checkbox
        checked={isAll}
        indeterminate={selected.length > 0 && !isAll}
        onChange={() => onSelectAll(!isAll)}
        label={selected.length === 0 ? 'Select all' : `${selected.length} selected`}
        aria-label={isAll ? 'Select none' : 'Select all'}
      />
      {selected.length > 0 && (
        <div className={classes.actions}>
          {missed.length > 0 && (
            <Button size="xs" onClick={() => onRunNow(missed)} aria-haspopup="dialog">
              Run {missed.length} now
            </Button>
          )}
          <Button size="xs" variant="default" onClick={onDismiss}>
            Dismiss {selected.length}
          </Button>
        </div>
      )}
    </div>
  )
}

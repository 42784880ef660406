'use client'

import { Checkbox, Text } from '@mantine/core'
import { listWords } from '@/lib/domain/list-words'
import type { SkippedView } from '@/lib/queries/attention-views'

export interface BringBackCheckboxProps {
  /** What was skipped because of what comes back. */
  skipped: readonly SkippedView[]
  checked: boolean
  onChange: (checked: boolean) => void
}

/** Offers to bring back what was skipped, and says what can't come back and why. Nothing where nothing was skipped. */
export function BringBackCheckbox({ skipped, checked, onChange }: BringBackCheckboxProps) {
  const back = skipped.filter(({ keptBy }) => keptBy === null)
  return (
    <>
      {back.length > 0 && (
        <Checkbox
          label={`Bring back ${listWords(back.map(({ label }) => label))}, too`}
          description="Skipped because of it. It waits until this has succeeded, and never starts before its own time."
          checked={checked}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )}
      {skipped.map(
        ({ id, label, keptBy }) =>
          keptBy !== null && (
            <Text key={id} size="sm" c="dimmed">
              {label} stays skipped: it needs {keptBy.label} as well.
            </Text>
          ),
      )}
    </>
  )
}

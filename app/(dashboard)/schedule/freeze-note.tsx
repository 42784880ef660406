'use client'

import { Alert, Button, Checkbox, Stack, Text } from '@mantine/core'
import { IconSnowflake } from '@tabler/icons-react'
import type { Viewer } from '@/app/components/viewer'
import { localTimeAt, type Overlap } from '@/lib/domain/due-time'
import type { FreezeConflict } from '@/lib/domain/freeze-conflict'
import { heldWords } from '@/lib/domain/freeze-words'
import { formatInZone } from '@/lib/domain/zone-format'
import { splitLocal } from './initial-values'

export interface FreezeNoteProps {
  conflict: FreezeConflict | null
  timezone: string
  viewer: Viewer
  hold: boolean
  onHold: (hold: boolean) => void
  onPick: (time: { date: string; time: string; overlap: Overlap | null }) => void
}

/** What a freeze does to the time that was chosen, and the two ways out: the next free time, or to be held. */
export function FreezeNote({ conflict, timezone, viewer, hold, onHold, onPick }: FreezeNoteProps) {
  if (conflict === null) return null
  const { label, freeze, nextFree } = conflict
  const { hour12 } = viewer
  return (
    <Alert
      color={hold ? 'blue' : 'orange'}
      variant="light"
      p="sm"
      role="alert"
      icon={<IconSnowflake aria-hidden />}
      title={hold ? `${label} will be held` : `${label} would be held`}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{heldWords(freeze, timezone, { hour12 })}</Text>
        {nextFree !== null && (
          <Button size="xs" variant="default" onClick={() => onPick(fieldsOf(nextFree, timezone))}>
            Use the next free time: {formatInZone(nextFree, timezone, { hour12 })}
          </Button>
        )}
        <Checkbox
          size="sm"
          label="Hold it until the freeze ends"
          description="It starts by itself then. How late it may start counts from there."
          checked={hold}
          onChange={(event) => onHold(event.currentTarget.checked)}
        />
      </Stack>
    </Alert>
  )
}

function fieldsOf(instant: Date, timezone: string) {
  const { local, overlap } = localTimeAt(instant, timezone)
  return { ...splitLocal(local), overlap }
}

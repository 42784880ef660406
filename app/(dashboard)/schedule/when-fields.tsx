'use client'

import { Stack } from '@mantine/core'
import { DateTimeFields } from '@/app/(dashboard)/schedule/date-time-fields'
import type { WhenCheck } from '@/app/(dashboard)/schedule/when-check'
import type { WhenValues } from '@/app/(dashboard)/schedule/when-values'
import { ZoneSelect } from '@/app/(dashboard)/schedule/zone-select'
import type { Viewer } from '@/app/components/viewer'

export interface WhenFieldsProps {
  values: WhenValues
  onChange: (patch: Partial<WhenValues>) => void
  check: WhenCheck
  errors: { date?: string | undefined; time?: string | undefined; overlap?: string | undefined }
  viewer: Viewer
  now: Date
}

/** Date, time and zone, with what that zone's clocks do to them. */
export function WhenFields({ values, onChange, check, errors, viewer, now }: WhenFieldsProps) {
  return (
    <Stack gap="sm">
      <DateTimeFields
        labels={{ date: 'Date', time: 'Time' }}
        {...{ values, onChange, check, errors, now }}
        timezone={values.timezone}
        hour12={viewer.hour12}
      />
      <ZoneSelect
        value={values.timezone}
        onChange={(timezone) => onChange({ timezone, overlap: null })}
        at={check.due?.dueAt ?? check.passes?.earlier ?? noonOf(values.date) ?? now}
      />
    </Stack>
  )
}

function noonOf(date: string | null): Date | null {
  return date === null ? null : new Date(`${date}T12:00Z`)
}

'use client'

import { Radio, Stack } from '@mantine/core'
import type { WhenValues } from '@/app/(dashboard)/schedule/when-values'
import { formatClock, formatZoneMark } from '@/lib/domain/zone-format'

export interface OverlapChoiceProps {
  passes: { earlier: Date; later: Date }
  timezone: string
  hour12: boolean
  value: WhenValues['overlap']
  onChange: (overlap: 'earlier' | 'later') => void
  error?: string | undefined
}

/** Clocks go back and show the chosen time twice: only a person knows which one they mean. */
export function OverlapChoice({ passes, timezone, hour12, value, onChange, error }: OverlapChoiceProps) {
  const clock = formatClock(passes.earlier, timezone, { hour12 })
  return (
    <Radio.Group
      label={`Which ${clock}?`}
      description="Clocks go back there that day and show this time twice."
      withAsterisk
      value={value}
      onChange={(chosen) => onChange(chosen === 'later' ? 'later' : 'earlier')}
      error={error}
    >
      <Stack gap={6} my={8}>
        <Radio
          value="earlier"
          label={`The earlier one: ${clock} ${formatZoneMark(passes.earlier, timezone)}`}
        />
        <Radio value="later" label={`The later one: ${clock} ${formatZoneMark(passes.later, timezone)}`} />
      </Stack>
    </Radio.Group>
  )
}

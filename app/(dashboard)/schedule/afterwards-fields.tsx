'use client'

import { NumberInput, Radio, Stack } from '@mantine/core'
import type { AfterwardsCheck } from '@/app/(dashboard)/schedule/afterwards-check'
import type { AfterwardsValues } from '@/app/(dashboard)/schedule/afterwards-values'
import { DateTimeFields } from '@/app/(dashboard)/schedule/date-time-fields'
import { splitLocal } from '@/app/(dashboard)/schedule/initial-values'
import { localTimeAt } from '@/lib/domain/due-time'
import type { Afterwards } from '@/lib/domain/revert-decision'

const HOUR_MS = 3_600_000

const CHOICES: { kind: Afterwards['kind']; label: string; description: string }[] = [
  { kind: 'keep', label: 'Keep it', description: 'It stays until something else is deployed.' },
  {
    kind: 'revert_unless_confirmed',
    label: 'Revert unless somebody confirms it',
    description: 'Once it has succeeded, somebody has to say that it is good.',
  },
  { kind: 'revert_at', label: 'Revert at a time', description: 'What ran before is brought back then.' },
]

export interface AfterwardsFieldsProps {
  values: AfterwardsValues
  onChange: (values: AfterwardsValues) => void
  check: AfterwardsCheck
  errorOf: (path: string) => string | undefined
  timezone: string
  /** When it is deployed; null while that is not known. */
  dueAt: Date | null
  hour12: boolean
  now: Date
}

/** Whether what is deployed stays. */
export function AfterwardsFields(props: AfterwardsFieldsProps) {
  const { values, onChange, check, errorOf, timezone, dueAt, hour12, now } = props
  const change = (patch: Partial<AfterwardsValues>) => onChange({ ...values, ...patch })
  const choose = (chosen: string) => {
    const kind = CHOICES.find((choice) => choice.kind === chosen)?.kind ?? 'keep'
    const isEmpty = kind === 'revert_at' && values.date === null
    change({ kind, ...(isEmpty && hourAfter(dueAt ?? now, timezone)) })
  }
  return (
    <Stack gap="sm">
      <Radio.Group label="Afterwards" value={values.kind} onChange={choose}>
        <Stack gap={6} mt={6}>
          {CHOICES.map(({ kind, label, description }) => (
            <Radio key={kind} value={kind} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
      {values.kind === 'revert_unless_confirmed' && (
        <NumberInput
          label="Time to confirm"
          description="Counts from its success"
          suffix=" min"
          min={1}
          allowDecimal={false}
          clampBehavior="none"
          value={values.confirmMinutes}
          onChange={(confirmMinutes) => change({ confirmMinutes })}
          error={errorOf('confirmMinutes')}
        />
      )}
      {values.kind === 'revert_at' && (
        <DateTimeFields
          labels={{ date: 'Revert on', time: 'Revert at' }}
          {...{ values, timezone, hour12, now }}
          onChange={change}
          check={check.when}
          errors={{ time: errorOf('revertAt'), overlap: errorOf('revertOverlap') }}
        />
      )}
    </Stack>
  )
}

/** What the fields start with: a suggestion is easier to change than nothing. */
function hourAfter(at: Date, timezone: string): Pick<AfterwardsValues, 'date' | 'time'> {
  return splitLocal(localTimeAt(new Date(at.getTime() + HOUR_MS), timezone).local)
}

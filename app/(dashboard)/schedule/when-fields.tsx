'use client'

import { Alert, Button, Group, Stack } from '@mantine/core'
import { DatePickerInput, TimePicker } from '@mantine/dates'
import { IconCalendar, IconClockPause } from '@tabler/icons-react'
import { splitLocal } from '@/app/(dashboard)/schedule/initial-values'
import { OverlapChoice } from '@/app/(dashboard)/schedule/overlap-choice'
import { type WhenCheck, whenProblemWords } from '@/app/(dashboard)/schedule/when-check'
import classes from '@/app/(dashboard)/schedule/when-fields.module.css'
import type { WhenValues } from '@/app/(dashboard)/schedule/when-values'
import { ZoneSelect } from '@/app/(dashboard)/schedule/zone-select'
import type { Viewer } from '@/app/components/viewer'
import { localTimeAt } from '@/lib/domain/due-time'
import { formatClock } from '@/lib/domain/zone-format'

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
  // Another time may not exist twice, or not mean the same pass.
  const change = (patch: Partial<WhenValues>) => onChange({ overlap: null, ...patch })
  const today = splitLocal(localTimeAt(now, values.timezone).local).date
  return (
    <Stack gap="sm">
      <div className={classes.dateAndTime}>
        <DatePickerInput
          label="Date"
          withAsterisk
          placeholder="Pick a date"
          leftSection={<IconCalendar size={16} aria-hidden />}
          leftSectionPointerEvents="none"
          valueFormat="ddd, D MMM YYYY"
          minDate={today}
          value={values.date}
          onChange={(date) => change({ date })}
          error={errors.date}
          popoverProps={{ withinPortal: true }}
        />
        <TimePicker
          label="Time"
          withAsterisk
          format={viewer.hour12 ? '12h' : '24h'}
          hoursInputLabel="Hours"
          minutesInputLabel="Minutes"
          amPmInputLabel="AM or PM"
          value={values.time}
          onChange={(time) => change({ time: time.slice(0, 5) })}
          error={errors.time !== undefined}
        />
      </div>
      <TimeProblem check={check} error={errors.time} hour12={viewer.hour12} onPick={change} />
      {check.passes && (
        <OverlapChoice
          passes={check.passes}
          timezone={values.timezone}
          hour12={viewer.hour12}
          value={values.overlap}
          onChange={(overlap) => onChange({ overlap })}
          error={errors.overlap}
        />
      )}
      <ZoneSelect
        value={values.timezone}
        onChange={(timezone) => change({ timezone })}
        at={check.due?.dueAt ?? check.passes?.earlier ?? noonOf(values.date) ?? now}
      />
    </Stack>
  )
}

interface TimeProblemProps {
  check: WhenCheck
  error: string | undefined
  hour12: boolean
  onPick: (patch: Partial<WhenValues>) => void
}

/** Below both fields, because it is often the two together that are wrong. */
function TimeProblem({ check, error, hour12, onPick }: TimeProblemProps) {
  const { problem } = check
  if (problem?.kind !== 'time_in_gap') {
    return error === undefined ? null : (
      <Alert color="red" variant="light" p="xs" role="alert">
        {error}
      </Alert>
    )
  }
  return (
    <Alert
      color="red"
      variant="light"
      p="sm"
      role="alert"
      icon={<IconClockPause aria-hidden />}
      title="This time does not exist"
    >
      {whenProblemWords(problem, { hour12 })}
      <Group gap="xs" mt="xs">
        {[problem.before, problem.after].map((local) => (
          <Button key={local} size="xs" variant="default" onClick={() => onPick(splitLocal(local))}>
            Use {clockOf(local, hour12)}
          </Button>
        ))}
      </Group>
    </Alert>
  )
}

function clockOf(local: string, hour12: boolean): string {
  return formatClock(new Date(`${local}Z`), 'UTC', { hour12 })
}

function noonOf(date: string | null): Date | null {
  return date === null ? null : new Date(`${date}T12:00Z`)
}

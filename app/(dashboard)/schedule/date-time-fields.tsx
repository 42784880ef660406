'use client'

import { Alert, Button, Group } from '@mantine/core'
import { DatePickerInput, TimePicker } from '@mantine/dates'
import { IconCalendar, IconClockPause } from '@tabler/icons-react'
import { splitLocal } from '@/app/(dashboard)/schedule/initial-values'
import { OverlapChoice } from '@/app/(dashboard)/schedule/overlap-choice'
import { type WhenCheck, whenProblemWords } from '@/app/(dashboard)/schedule/when-check'
import classes from '@/app/(dashboard)/schedule/when-fields.module.css'
import type { WhenValues } from '@/app/(dashboard)/schedule/when-values'
import { localTimeAt } from '@/lib/domain/due-time'
import { formatClock } from '@/lib/domain/zone-format'

type DateTimeValues = Omit<WhenValues, 'timezone'>

export interface DateTimeFieldsProps {
  labels: { date: string; time: string }
  values: DateTimeValues
  timezone: string
  onChange: (patch: Partial<DateTimeValues>) => void
  check: WhenCheck
  errors: { date?: string | undefined; time?: string | undefined; overlap?: string | undefined }
  hour12: boolean
  now: Date
}

/** Date and time in a zone, with what that zone's clocks do to them. */
export function DateTimeFields(props: DateTimeFieldsProps) {
  const { labels, values, timezone, onChange, check, errors, hour12, now } = props
  // Another time may not exist twice, or not mean the same pass.
  const change = (patch: Partial<DateTimeValues>) => onChange({ overlap: null, ...patch })
  const today = splitLocal(localTimeAt(now, timezone).local).date
  return (
    <>
      <div className={classes.dateAndTime}>
        <DatePickerInput
          label={labels.date}
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
          label={labels.time}
          withAsterisk
          format={hour12 ? '12h' : '24h'}
          hoursInputLabel="Hours"
          minutesInputLabel="Minutes"
          amPmInputLabel="AM or PM"
          value={values.time}
          onChange={(time) => change({ time: time.slice(0, 5) })}
          error={errors.time !== undefined}
        />
      </div>
      <TimeProblem check={check} error={errors.time} hour12={hour12} onPick={change} />
      {check.passes && (
        <OverlapChoice
          passes={check.passes}
          timezone={timezone}
          hour12={hour12}
          value={values.overlap}
          onChange={(overlap) => onChange({ overlap })}
          error={errors.overlap}
        />
      )}
    </>
  )
}

interface TimeProblemProps {
  check: WhenCheck
  error: string | undefined
  hour12: boolean
  onPick: (patch: Partial<DateTimeValues>) => void
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

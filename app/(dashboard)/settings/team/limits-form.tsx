'use client'

import { Button, NumberInput, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import { MOST_RUNNING, maxRunningFault } from '@/lib/domain/field-faults'
import { changeLimitsAction } from './actions'

interface LimitsValues extends Record<string, unknown> {
  /** A field that somebody has emptied holds ''. */
  maxRunning: number | string
}

/** What the team may do at once. */
export function LimitsForm({ maxRunning }: { maxRunning: number }) {
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: { maxRunning },
    validate: (values: LimitsValues) => ({ maxRunning: maxRunningFault(Number(values.maxRunning)) }),
    action: changeLimitsAction,
    toInput: (values: LimitsValues) => ({ maxRunning: Number(values.maxRunning) }),
    onDone: (team) =>
      notifications.show({ message: `Saved: ${team.maxRunning} deployments at once at the most.` }),
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack maw={380}>
        <RefusalAlert refusal={refusal} />
        <NumberInput
          label="Deployments at once"
          description="As many may be running at the same time. When more are due, the others wait, and start in the order of their due times as places become free. A change here stops nothing that is running."
          required
          min={1}
          max={MOST_RUNNING}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          {...form.getInputProps('maxRunning')}
        />
        <Button type="submit" loading={isPending} w="fit-content">
          Save
        </Button>
      </Stack>
    </form>
  )
}

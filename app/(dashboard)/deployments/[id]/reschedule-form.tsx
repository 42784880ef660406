'use client'

import { Button, Group, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { BringBackCheckbox } from '@/app/(dashboard)/deployments/bring-back-checkbox'
import { MoveList } from '@/app/(dashboard)/deployments/move-list'
import {
  type RescheduleFormState,
  useRescheduleForm,
} from '@/app/(dashboard)/deployments/use-reschedule-form'
import { FormRefusal } from '@/app/(dashboard)/schedule/form-refusal'
import { FreezeNote } from '@/app/(dashboard)/schedule/freeze-note'
import { splitLocal } from '@/app/(dashboard)/schedule/initial-values'
import { MAX_MINUTES } from '@/app/(dashboard)/schedule/plan-of-values'
import { EarliestButton, PLAN_SUMMARY_ID, PlanSummary } from '@/app/(dashboard)/schedule/plan-summary'
import { WhenFields } from '@/app/(dashboard)/schedule/when-fields'
import { useNow } from '@/app/components/use-now'
import { useViewer } from '@/app/components/viewer-provider'
import { localTimeAt } from '@/lib/domain/due-time'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import type { SkippedView } from '@/lib/queries/attention-views'
import type { DeploymentDetail } from '@/lib/queries/deployment-views'

export interface RescheduleFormProps {
  deployment: DeploymentDetail
  /** What was skipped because of it, and is offered to come back along. */
  skipped?: readonly SkippedView[]
  /** The team's freeze windows and allowed windows. */
  freezes: readonly FreezeWindow[]
  onClose: () => void
}

const NONE: readonly SkippedView[] = []

/** Moves a deployment, or changes what it deploys; says beforehand what moves along. */
export function RescheduleForm({ deployment, skipped = NONE, freezes, onClose }: RescheduleFormProps) {
  const viewer = useViewer()
  const nowMs = useNow((ms) => ms)
  const form = useRescheduleForm({ deployment, skipped, freezes }, viewer, nowMs, onClose)
  const { values, change, check, errorOf } = form
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    form.submit()
  }
  const { earliest } = check
  return (
    <form noValidate onSubmit={onSubmit}>
      <Stack gap="md">
        <WhenFields
          values={values}
          onChange={(when) => change({ hold: false, ...when })}
          check={check.when}
          errors={{ date: errorOf('date'), time: errorOf('time'), overlap: errorOf('overlap') }}
          viewer={viewer}
          now={new Date(nowMs)}
        />
        <FreezeNote
          conflict={check.freeze}
          timezone={values.timezone}
          viewer={viewer}
          hold={values.hold}
          onHold={(hold) => change({ hold })}
          onPick={(when) => change({ hold: false, ...when })}
        />
        {earliest && (
          <EarliestButton
            earliest={earliest}
            timezone={values.timezone}
            hour12={viewer.hour12}
            onPick={() => {
              const { local, overlap } = localTimeAt(earliest, values.timezone)
              change({ ...splitLocal(local), overlap })
            }}
          />
        )}
        <OtherFields form={form} isRevert={deployment.revertsId !== null} />
        <BringBackCheckbox
          skipped={skipped}
          checked={values.withSkipped}
          onChange={(withSkipped) => change({ withSkipped })}
        />
        <MoveList preview={form.preview} timezone={values.timezone} />
        <FormRefusal refusal={form.refusal} />
        <PlanSummary summary={check.summary} hint="Pick a time: what moves along appears here in words." />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Keep it as it is
          </Button>
          <Button type="submit" loading={form.isPending} aria-describedby={PLAN_SUMMARY_ID}>
            Reschedule
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What is deployed and how late it may start: unchanged unless somebody changes it. */
function OtherFields({ form, isRevert }: { form: RescheduleFormState; isRevert: boolean }) {
  const { values, change, errorOf } = form
  return (
    <>
      {!isRevert && (
        <TextInput
          label="Image or tag"
          description="Empty: redeploys what runs at the start."
          value={values.image}
          onChange={(event) => change({ image: event.currentTarget.value })}
          error={errorOf('image')}
          autoComplete="off"
          spellCheck={false}
          maxLength={1000}
        />
      )}
      <NumberInput
        label="Start deadline"
        description="How late it may still start"
        suffix=" min"
        min={1}
        max={MAX_MINUTES}
        allowDecimal={false}
        clampBehavior="none"
        value={values.startDeadlineMinutes}
        onChange={(startDeadlineMinutes) => change({ startDeadlineMinutes })}
        error={errorOf('startDeadlineMinutes')}
      />
      <Textarea
        label="Note"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        value={values.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
    </>
  )
}

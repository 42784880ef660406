'use client'

import {
  Box,
  Button,
  Group,
  Input,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
} from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useRef } from 'react'
import { AfterwardsFields } from '@/app/(dashboard)/schedule/afterwards-fields'
import { DependencyFields } from '@/app/(dashboard)/schedule/dependency-fields'
import { FormRefusal } from '@/app/(dashboard)/schedule/form-refusal'
import type { ScheduleOptions, ScheduleStart } from '@/app/(dashboard)/schedule/form-values'
import { FreezeNote } from '@/app/(dashboard)/schedule/freeze-note'
import { ImageField } from '@/app/(dashboard)/schedule/image-field'
import { splitLocal } from '@/app/(dashboard)/schedule/initial-values'
import { pickApplication, pickTarget } from '@/app/(dashboard)/schedule/pick-target'
import { MAX_MINUTES } from '@/app/(dashboard)/schedule/plan-of-values'
import { EarliestButton, PLAN_SUMMARY_ID, PlanSummary } from '@/app/(dashboard)/schedule/plan-summary'
import classes from '@/app/(dashboard)/schedule/schedule-form.module.css'
import type { ScheduleOrder } from '@/app/(dashboard)/schedule/schedule-order'
import { TargetFields } from '@/app/(dashboard)/schedule/target-fields'
import { type ScheduleFormState, useScheduleForm } from '@/app/(dashboard)/schedule/use-schedule-form'
import { WhenFields } from '@/app/(dashboard)/schedule/when-fields'
import type { Action } from '@/app/action-result'
import { useNow } from '@/app/components/use-now'
import type { Viewer } from '@/app/components/viewer'
import { useViewer } from '@/app/components/viewer-provider'
import { localTimeAt } from '@/lib/domain/due-time'
import { DEFAULT_START_DEADLINE_MINUTES } from '@/lib/domain/lead-time'

export interface ScheduleFormProps<Value> {
  start: ScheduleStart
  options: ScheduleOptions
  send: Action<ScheduleOrder, Value>
  onDone: (value: Value) => void
  onCancel: () => void
}

interface PartProps {
  form: ScheduleFormState
  options: ScheduleOptions
  viewer: Viewer
}

/** What to deploy, when, and what must be deployed first; says in words what will happen before it is sent. */
export function ScheduleForm<Value>({ start, options, send, onDone, onCancel }: ScheduleFormProps<Value>) {
  const viewer = useViewer()
  const now = new Date(useNow((nowMs) => nowMs))
  const form = useScheduleForm({ start, options, viewer, now, send, onDone })
  const element = useRef<HTMLFormElement>(null)
  const { values, change, check, errorOf } = form

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    const isSent = await form.submit()
    if (!isSent) focusFirstError(element.current)
  }

  return (
    <form ref={element} id="schedule-form" noValidate onSubmit={onSubmit} className={classes.form}>
      <Stack gap="md" className={classes.fields}>
        <TargetPart {...{ form, options, viewer }} isFixed={start.application !== null} />
        <SegmentedControl
          aria-label="What the time means"
          value={values.isFinish ? 'finish' : 'start'}
          onChange={(choice) => change({ isFinish: choice === 'finish' })}
          data={[
            { value: 'start', label: 'Start at' },
            { value: 'finish', label: 'Finish by' },
          ]}
        />
        <WhenFields
          values={values}
          onChange={(when) => change({ hold: false, ...when })}
          check={check.when}
          errors={{ date: errorOf('date'), time: errorOf('time'), overlap: errorOf('overlap') }}
          viewer={viewer}
          now={now}
        />
        <FreezeNote
          conflict={check.freeze}
          timezone={values.timezone}
          viewer={viewer}
          hold={values.hold}
          onHold={(hold) => change({ hold })}
          onPick={(when) => change({ hold: false, ...when })}
        />
        <DependencyPart {...{ form, options, viewer }} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <DeadlineField form={form} options={options} />
          <Textarea
            label="Note"
            description="For whoever looks at it later"
            autosize
            minRows={1}
            maxRows={6}
            maxLength={2000}
            value={values.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
            error={errorOf('note')}
          />
        </SimpleGrid>
        <AfterwardsFields
          values={values.afterwards}
          onChange={(afterwards) => change({ afterwards })}
          check={check.afterwards}
          errorOf={errorOf}
          timezone={values.timezone}
          dueAt={check.when.due?.dueAt ?? null}
          hour12={viewer.hour12}
          now={now}
        />
      </Stack>
      <Stack gap="sm" className={classes.footer}>
        <FormRefusal refusal={form.refusal} />
        <PlanSummary
          summary={check.summary}
          hint="Choose what to deploy and when: the plan appears here in words."
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={form.isSending} aria-describedby={PLAN_SUMMARY_ID}>
            Schedule
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function TargetPart({ form, options, isFixed }: PartProps & { isFixed: boolean }) {
  const { values, change, errorOf } = form
  const application = pickApplication(options.applications, values.application)
  return (
    <>
      <TargetFields
        applications={options.applications}
        values={values}
        onChange={change}
        errors={{ application: errorOf('application'), environment: errorOf('environment') }}
        fixed={isFixed}
      />
      <ImageField
        value={values.image}
        onChange={(image) => change({ image })}
        target={application && pickTarget(application, values.environment)}
        error={errorOf('image')}
      />
    </>
  )
}

/** Empty, it is what the environment says. */
function DeadlineField({ form: { values, change, errorOf }, options }: Omit<PartProps, 'viewer'>) {
  const application = pickApplication(options.applications, values.application)
  const environment = application && pickTarget(application, values.environment)?.environment
  return (
    <NumberInput
      label="Start deadline"
      description="How late it may still start"
      placeholder={`${environment?.startDeadlineMinutes ?? DEFAULT_START_DEADLINE_MINUTES} min`}
      suffix=" min"
      min={1}
      max={MAX_MINUTES}
      allowDecimal={false}
      clampBehavior="none"
      value={values.startDeadlineMinutes}
      onChange={(startDeadlineMinutes) => change({ startDeadlineMinutes })}
      error={errorOf('startDeadlineMinutes')}
    />
  )
}

function DependencyPart({ form, options, viewer }: PartProps) {
  const { values, change, check, errorOf } = form
  const { earliest } = check
  const error = errorOf('dependencies')
  const application = pickApplication(options.applications, values.application)
  const environment = application && pickTarget(application, values.environment)?.environment.slug
  return (
    <Stack gap="xs">
      <div>
        <Input.Label component="div">Dependencies</Input.Label>
        <Text size="xs" c="dimmed">
          This deployment starts only when each of them has succeeded.
        </Text>
      </div>
      {values.dependencies.map((dependency, index) => (
        <DependencyFields
          key={dependency.key}
          index={index}
          values={dependency}
          onChange={(patch) => form.changeDependency(index, patch)}
          onRemove={() => form.removeDependency(index)}
          options={options}
          errorOf={(field) => errorOf(`dependencies.${index}.${field}`)}
          preferredEnvironment={environment ?? null}
          viewer={viewer}
          isFinish={values.isFinish}
        />
      ))}
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      {earliest && (
        <Box>
          <EarliestButton
            earliest={earliest}
            timezone={values.timezone}
            hour12={viewer.hour12}
            onPick={() => {
              const { local, overlap } = localTimeAt(earliest, values.timezone)
              change({ ...splitLocal(local), overlap })
            }}
          />
        </Box>
      )}
      <Box>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={form.addDependency}
        >
          Add a dependency
        </Button>
      </Box>
    </Stack>
  )
}

/** After React has marked what is missing. */
function focusFirstError(form: HTMLFormElement | null): void {
  requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"]')?.focus(),
  )
}

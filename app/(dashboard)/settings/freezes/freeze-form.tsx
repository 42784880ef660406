'use client'

import { SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { ZoneSelect } from '@/app/(dashboard)/schedule/zone-select'
import type { ActionResult } from '@/app/action-result'
import { FormFooter } from '@/app/components/form-footer'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import { useNow } from '@/app/components/use-now'
import { useViewer } from '@/app/components/viewer-provider'
import { reasonFault } from '@/lib/domain/field-faults'
import { resolveSpan } from '@/lib/domain/freeze-span-input'
import { spanWords } from '@/lib/domain/freeze-span-words'
import type { FreezeView } from '@/lib/queries/resource-views'
import { createFreezeAction, updateFreezeAction } from './actions'
import { type FreezeValues, freezeOrderOf, freezeValuesOf, spanInputOf } from './freeze-values'
import { SpanFields } from './span-fields'

/** What a freeze can be limited to. */
export interface FreezePlaces {
  environments: readonly { id: string; name: string }[]
  applications: readonly { id: string; name: string }[]
}

export interface FreezeFormProps {
  /** The one that is edited; null makes a new one. */
  freeze: FreezeView | null
  places: FreezePlaces
  onDone: () => void
  onCancel: () => void
}

/** A freeze or an allowed window, once or weekly; says in words when that is before it is saved. */
export function FreezeForm({ freeze, places, onDone, onCancel }: FreezeFormProps) {
  const viewer = useViewer()
  const nowMs = useNow((ms) => ms)
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: freezeValuesOf(freeze, viewer.timezone),
    validate: (values: FreezeValues) => ({ reason: reasonFault(values.reason), ...spanFaults(values) }),
    action: (order: ReturnType<typeof freezeOrderOf>): Promise<ActionResult<FreezeView>> =>
      freeze === null ? createFreezeAction(order) : updateFreezeAction({ id: freeze.id, ...order }),
    toInput: freezeOrderOf,
    onDone,
  })
  const values = form.getValues()
  const span = resolveSpan(spanInputOf(values))
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <RefusalAlert refusal={refusal} />
        <SegmentedControl
          aria-label="What it does"
          fullWidth
          data={[
            { value: 'freeze', label: 'Freeze: nothing starts' },
            { value: 'allow', label: 'Allowed: only then' },
          ]}
          {...form.getInputProps('effect')}
        />
        <TextInput
          label="Reason"
          description="Whoever has to wait reads it"
          placeholder={values.effect === 'freeze' ? 'Year end' : 'Only while somebody is in the office'}
          required
          data-autofocus
          {...form.getInputProps('reason')}
        />
        <PlaceFields form={form} places={places} />
        <SegmentedControl
          aria-label="How often"
          data={[
            { value: 'once', label: 'Once' },
            { value: 'weekly', label: 'Every week' },
          ]}
          {...form.getInputProps('kind')}
        />
        <SpanFields form={form} />
        <ZoneSelect
          value={values.timezone}
          onChange={(timezone) => form.setFieldValue('timezone', timezone)}
          at={new Date(nowMs)}
        />
        <Text size="sm" c="dimmed" mih="2lh" aria-live="polite">
          {span.ok ? spanWords(span.value, { hour12: viewer.hour12 }) : ''}
        </Text>
        <FormFooter
          submitLabel={freeze === null ? 'Add' : 'Save'}
          isPending={isPending}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}

function spanFaults(values: FreezeValues): Record<string, string> {
  const span = resolveSpan(spanInputOf(values))
  return span.ok ? {} : { [span.refusal.path]: span.refusal.message }
}

function PlaceFields({ form, places }: { form: UseFormReturnType<FreezeValues>; places: FreezePlaces }) {
  const choices = (all: string, some: FreezePlaces['environments']) => [
    { value: '', label: all },
    ...some.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label="Environment"
        allowDeselect={false}
        data={choices('All environments', places.environments)}
        {...form.getInputProps('environment')}
      />
      <Select
        label="Application"
        allowDeselect={false}
        data={choices('All applications', places.applications)}
        {...form.getInputProps('application')}
      />
    </SimpleGrid>
  )
}

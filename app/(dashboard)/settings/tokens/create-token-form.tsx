'use client'

import { Select, Stack, TextInput } from '@mantine/core'
import { FormFooter } from '@/app/components/form-footer'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import { nameFault } from '@/lib/domain/field-faults'
import { createApiTokenAction } from './actions'

const WITHOUT_END = 'never'

const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: WITHOUT_END, label: 'Until it is revoked' },
]

export interface CreateTokenFormProps {
  onDone: (token: string) => void
  onCancel: () => void
}

export function CreateTokenForm({ onDone, onCancel }: CreateTokenFormProps) {
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: { name: '', expiresInDays: '90' },
    validate: (values) => ({ name: nameFault(values.name) }),
    action: createApiTokenAction,
    toInput: ({ name, expiresInDays }) => ({
      name,
      expiresInDays: expiresInDays === WITHOUT_END ? null : Number(expiresInDays),
    }),
    onDone: ({ token }) => onDone(token),
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <RefusalAlert refusal={refusal} />
        <TextInput
          label="Name"
          description="Where you will use it. Timelines show it beside your name."
          placeholder="CI"
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select
          label="Good for"
          allowDeselect={false}
          data={LIFETIMES}
          {...form.getInputProps('expiresInDays')}
        />
        <FormFooter submitLabel="Create token" isPending={isPending} onCancel={onCancel} />
      </Stack>
    </form>
  )
}

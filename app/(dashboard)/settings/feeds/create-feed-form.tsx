'use client'

import { Select, Stack, TextInput } from '@mantine/core'
import { FormFooter } from '@/app/components/form-footer'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import type { FeedScope } from '@/lib/domain/calendar-feed'
import { nameFault } from '@/lib/domain/field-faults'
import { createCalendarFeedAction } from './actions'

export interface EnvironmentChoice {
  id: string
  name: string
}

export interface CreateFeedFormProps {
  environments: readonly EnvironmentChoice[]
  onDone: (url: string) => void
  onCancel: () => void
}

interface FeedValues extends Record<string, unknown> {
  name: string
  scope: FeedScope
  environment: string | null
}

const SCOPES: { value: FeedScope; label: string }[] = [
  { value: 'team', label: 'All deployments of the team' },
  { value: 'environment', label: 'Deployments to one environment' },
  { value: 'person', label: 'What I have scheduled' },
]

export function CreateFeedForm({ environments, onDone, onCancel }: CreateFeedFormProps) {
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: { name: '', scope: 'team', environment: null } as FeedValues,
    validate: ({ name, scope, environment }: FeedValues) => ({
      name: nameFault(name),
      environment: scope === 'environment' && environment === null ? 'Choose one.' : null,
    }),
    action: createCalendarFeedAction,
    toInput: ({ name, scope, environment }: FeedValues) => ({
      ...{ name, scope },
      environment: scope === 'environment' ? environment : null,
    }),
    onDone: ({ url }) => onDone(url),
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <RefusalAlert refusal={refusal} />
        <TextInput
          label="Name"
          description="Where you will subscribe to it."
          placeholder="Phone"
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select label="Shows" allowDeselect={false} data={SCOPES} {...form.getInputProps('scope')} />
        {form.values.scope === 'environment' && (
          <Select
            label="Environment"
            required
            data={environments.map(({ id, name }) => ({ value: id, label: name }))}
            nothingFoundMessage="There is no environment yet."
            {...form.getInputProps('environment')}
          />
        )}
        <FormFooter submitLabel="Create feed" isPending={isPending} onCancel={onCancel} />
      </Stack>
    </form>
  )
}

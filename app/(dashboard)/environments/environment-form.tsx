'use client'

import { Autocomplete, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import type { ActionResult } from '@/app/action-result'
import { FormFooter } from '@/app/components/form-footer'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import { ecsNameFault, nameFault, startDeadlineFault } from '@/lib/domain/field-faults'
import { MAX_START_DEADLINE_MINUTES } from '@/lib/domain/lead-time'
import type { EnvironmentView } from '@/lib/queries/resource-views'
import { createEnvironmentAction, updateEnvironmentAction } from './actions'

/** What the form needs to know of a cloud account. */
export interface AccountChoice {
  id: string
  name: string
  region: string
  /** Found by the last good connection test. */
  clusters: readonly string[]
}

interface EnvironmentValues extends Record<string, unknown> {
  name: string
  /** Id. */
  cloudAccount: string
  cluster: string
  /** The field holds a string while it is empty. */
  startDeadlineMinutes: number | string
}

interface EnvironmentOrder {
  name: string
  cloudAccount: string
  cluster: string
  startDeadlineMinutes: number | null
}

export interface EnvironmentFormProps {
  /** The environment that is edited; null makes a new one. */
  environment: EnvironmentView | null
  accounts: readonly AccountChoice[]
  onDone: () => void
  onCancel: () => void
}

export function EnvironmentForm({ environment, accounts, onDone, onCancel }: EnvironmentFormProps) {
  const only = accounts.length === 1 ? accounts[0]?.id : undefined
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: {
      name: environment?.name ?? '',
      cloudAccount: environment?.cloudAccount.id ?? only ?? '',
      cluster: environment?.cluster ?? '',
      startDeadlineMinutes: environment?.startDeadlineMinutes ?? '',
    },
    validate: {
      name: nameFault,
      cloudAccount: (id) => (id === '' ? 'Choose a cloud account.' : null),
      cluster: (cluster) => ecsNameFault('cluster', cluster.trim()),
      startDeadlineMinutes: (minutes) => (minutes === '' ? null : startDeadlineFault(Number(minutes))),
    },
    action: (values: EnvironmentOrder): Promise<ActionResult<EnvironmentView>> =>
      environment === null
        ? createEnvironmentAction(values)
        : updateEnvironmentAction({ id: environment.id, ...values }),
    toInput: ({ startDeadlineMinutes: minutes, ...values }: EnvironmentValues): EnvironmentOrder => ({
      ...values,
      startDeadlineMinutes: minutes === '' ? null : Number(minutes),
    }),
    onDone,
  })
  const chosen = accounts.find(({ id }) => id === form.getValues().cloudAccount)
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <RefusalAlert refusal={refusal} />
        <TextInput
          label="Name"
          placeholder="Production"
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select
          label="Cloud account"
          placeholder="Choose one"
          required
          allowDeselect={false}
          data={accounts.map(({ id, name, region }) => ({ value: id, label: `${name} · ${region}` }))}
          {...form.getInputProps('cloudAccount')}
        />
        <Autocomplete
          label="ECS cluster"
          description={clusterHint(chosen)}
          required
          data={[...(chosen?.clusters ?? [])]}
          {...form.getInputProps('cluster')}
        />
        <NumberInput
          label="Start deadline"
          description="How late a deployment may still start that says nothing else. Empty: an hour."
          placeholder="60 min"
          suffix=" min"
          min={1}
          max={MAX_START_DEADLINE_MINUTES}
          allowDecimal={false}
          clampBehavior="none"
          {...form.getInputProps('startDeadlineMinutes')}
        />
        <FormFooter
          submitLabel={environment === null ? 'Add environment' : 'Save'}
          isPending={isPending}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}

function clusterHint(account: AccountChoice | undefined): string {
  if (account === undefined) return 'Choose the cloud account first, to be offered its clusters.'
  if (account.clusters.length > 0) return 'Choose one that the connection test found, or type another.'
  return 'The connection test has found no cluster yet; type its name.'
}

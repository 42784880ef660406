'use client'

import { Autocomplete, Button, Collapse, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { FormFooter } from '@/app/components/form-footer'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import type { CloudAccountView } from '@/lib/queries/resource-views'
import { CredentialsFields } from './credentials-fields'
import { initialValues, valueFaults } from './form-values'
import { REGIONS } from './regions'
import { saveCloudAccount } from './save-cloud-account'

export interface CloudAccountFormProps {
  /** The account that is edited; null makes a new one. */
  account: CloudAccountView | null
  onDone: (account: { id: string }) => void
  onCancel: () => void
}

export function CloudAccountForm({ account, onDone, onCancel }: CloudAccountFormProps) {
  const hasStoredKeys = account?.credentials.kind === 'static'
  const [isAdvanced, advanced] = useDisclosure(account?.endpoint != null)
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: initialValues(account),
    validate: (values) => valueFaults(values, hasStoredKeys),
    action: saveCloudAccount,
    toInput: (values) => ({ account, values }),
    onDone,
    onRefused: (fields) => 'endpoint' in fields && advanced.open(),
  })
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
        <Autocomplete
          label="Region"
          placeholder="eu-central-1"
          required
          data={[...REGIONS]}
          openOnFocus={false}
          {...form.getInputProps('region')}
        />
        <CredentialsFields form={form} hasStoredKeys={hasStoredKeys} />
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={advanced.toggle}
            aria-expanded={isAdvanced}
            leftSection={isAdvanced ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
          >
            Advanced
          </Button>
          <Collapse expanded={isAdvanced}>
            <TextInput
              mt="xs"
              label="Endpoint"
              description="Where ECS answers, when it is not AWS’s own address. Leave empty for AWS."
              placeholder="https://ecs.example.com"
              {...form.getInputProps('endpoint')}
            />
          </Collapse>
        </div>
        <FormFooter
          submitLabel={account === null ? 'Add and test' : 'Save and test'}
          isPending={isPending}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}

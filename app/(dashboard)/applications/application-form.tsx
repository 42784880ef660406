'use client'

import { Button, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ActionResult } from '@/app/action-result'
import { FormFooter } from '@/app/components/form-footer'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import { slugify } from '@/lib/domain/slug'
import type { ApplicationView } from '@/lib/queries/resource-views'
import { createApplicationAction, updateApplicationAction } from './actions'
import { applicationInput, initialValues, valueFaults } from './application-values'
import type { EnvironmentChoice } from './environment-choice'
import { TargetFields } from './target-fields'
import { newTarget } from './target-values'

export interface ApplicationFormProps {
  /** The application that is edited; null makes a new one. */
  application: ApplicationView | null
  environments: readonly EnvironmentChoice[]
  onDone: (application: ApplicationView) => void
  onCancel: () => void
}

type ApplicationInput = ReturnType<typeof applicationInput>

export function ApplicationForm({ application, environments, onDone, onCancel }: ApplicationFormProps) {
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: initialValues(application, environments),
    validate: valueFaults,
    action: (input: ApplicationInput): Promise<ActionResult<ApplicationView>> =>
      application === null
        ? createApplicationAction(input)
        : updateApplicationAction({ id: application.id, ...input }),
    toInput: applicationInput,
    onDone,
  })
  const { name, targets } = form.getValues()
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <RefusalAlert refusal={refusal} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            label="Name"
            placeholder="Web shop"
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput label="Slug" placeholder={slugify(name) || 'web-shop'} {...form.getInputProps('slug')} />
        </SimpleGrid>
        {targets.map((target, index) => (
          <TargetFields
            key={target.key}
            form={form}
            index={index}
            target={target}
            environments={environments}
          />
        ))}
        {form.errors.targets ? (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {form.errors.targets}
          </Text>
        ) : null}
        {targets.length < environments.length ? (
          <Button
            variant="default"
            w="fit-content"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => form.insertListItem('targets', newTarget(targets, environments))}
          >
            {targets.length === 0 ? 'Add where it runs' : 'Add another environment'}
          </Button>
        ) : null}
        <FormFooter
          submitLabel={application === null ? 'Add application' : 'Save'}
          isPending={isPending}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}

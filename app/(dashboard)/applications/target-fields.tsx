'use client'

import { Autocomplete, Button, Fieldset, Group, Select, SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ApplicationValues } from './application-values'
import type { EnvironmentChoice } from './environment-choice'
import { serviceOf, type TargetValues, withContainer, withService } from './target-values'

export interface TargetFieldsProps {
  form: UseFormReturnType<ApplicationValues>
  index: number
  target: TargetValues
  environments: readonly EnvironmentChoice[]
}

/** Where the application runs in one environment. What the connection test found can be chosen, all can be typed. */
export function TargetFields({ form, index, target, environments }: TargetFieldsProps) {
  const path = `targets.${index}`
  const environment = environments.find(({ id }) => id === target.environment)
  const services = environment?.services ?? []
  const containers = serviceOf(target, environments)?.containers ?? []
  const replace = (changed: TargetValues) => {
    form.setFieldValue(path, changed)
    for (const field of ['service', 'container', 'imageRepository']) form.clearFieldError(`${path}.${field}`)
  }
  return (
    <Fieldset legend={environment?.name ?? `Target ${index + 1}`} radius="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label="Environment"
          placeholder="Choose one"
          required
          allowDeselect={false}
          data={environments.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps(`${path}.environment`)}
        />
        <Autocomplete
          label="ECS service"
          required
          description={services.length > 0 ? 'Choose one that was found, or type another.' : undefined}
          data={services.map(({ name }) => name)}
          {...form.getInputProps(`${path}.service`)}
          onChange={(service) => replace(withService(target, service, environments))}
        />
        <Autocomplete
          label="Container"
          required
          description="The container whose image changes."
          data={containers.map(({ name }) => name)}
          {...form.getInputProps(`${path}.container`)}
          onChange={(container) => replace(withContainer(target, container, environments))}
        />
        <TextInput
          label="Image repository"
          description="Lets you type just a tag, “1.4.2”, when scheduling."
          placeholder="registry.example.com/team/app"
          {...form.getInputProps(`${path}.imageRepository`)}
        />
      </SimpleGrid>
      <Group justify="flex-end" mt="sm">
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => form.removeListItem('targets', index)}
          aria-label={`Remove ${environment?.name ?? `target ${index + 1}`}`}
        >
          Remove
        </Button>
      </Group>
    </Fieldset>
  )
}

'use client'

import { Chip, Group, Input, SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { FreezeValues } from './freeze-values'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** When it begins and ends: two moments, or days of the week with two times of day. */
export function SpanFields({ form }: { form: UseFormReturnType<FreezeValues> }) {
  return form.getValues().kind === 'once' ? <OnceFields form={form} /> : <WeeklyFields form={form} />
}

function OnceFields({ form }: { form: UseFormReturnType<FreezeValues> }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput label="Begins" type="datetime-local" required {...form.getInputProps('startsAt')} />
      <TextInput label="Ends" type="datetime-local" required {...form.getInputProps('endsAt')} />
    </SimpleGrid>
  )
}

function WeeklyFields({ form }: { form: UseFormReturnType<FreezeValues> }) {
  const { error, ...weekdays } = form.getInputProps('weekdays')
  return (
    <>
      <Input.Wrapper
        component="fieldset"
        label="Begins on"
        labelElement="div"
        error={error}
        bd={0}
        p={0}
        m={0}
      >
        <Chip.Group multiple {...weekdays}>
          <Group gap={6} mt={4}>
            {DAYS.map((day, index) => (
              <Chip key={day} value={String(index + 1)} size="sm" aria-label={day}>
                {day.slice(0, 3)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput label="From" type="time" required {...form.getInputProps('from')} />
        <TextInput
          label="Until"
          type="time"
          required
          description="Not after “From”: on the next day"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('until')}
        />
      </SimpleGrid>
    </>
  )
}

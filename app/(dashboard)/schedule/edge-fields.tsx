'use client'

import { NumberInput, Select, SimpleGrid } from '@mantine/core'
import type { DependencyValues } from '@/app/(dashboard)/schedule/form-values'
import { MAX_MINUTES } from '@/app/(dashboard)/schedule/plan-of-values'
import { LATE_ACTIONS, type LateAction } from '@/lib/domain/edge-rule'

export interface EdgeFieldsProps {
  values: DependencyValues
  onChange: (patch: Partial<DependencyValues>) => void
  /** By the field's own name. */
  errorOf: (field: keyof DependencyValues) => string | undefined
}

const LATE_WORDS: Record<LateAction, string> = {
  wait: 'Keep waiting until the start deadline',
  skip: 'Skip this deployment',
  fail: 'Fail: list it as missed',
}

/** When this deployment starts after the other, and what becomes of it where the other is not done in time. */
export function EdgeFields({ values, onChange, errorOf }: EdgeFieldsProps) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label="Start"
          allowDeselect={false}
          data={[
            { value: 'own', label: 'At its own time' },
            { value: 'follow', label: 'As soon as this has succeeded' },
          ]}
          value={values.follows ? 'follow' : 'own'}
          onChange={(choice) => onChange({ follows: choice === 'follow' })}
        />
        {values.follows && (
          <MinutesField
            label="Delay"
            description="After it has succeeded"
            value={values.delayMinutes}
            onChange={(delayMinutes) => onChange({ delayMinutes })}
            error={errorOf('delayMinutes')}
          />
        )}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label="If it is not done in time"
          allowDeselect={false}
          data={LATE_ACTIONS.map((value) => ({ value, label: LATE_WORDS[value] }))}
          value={values.whenLate}
          onChange={(choice) => {
            const whenLate = LATE_ACTIONS.find((action) => action === choice)
            if (whenLate) onChange({ whenLate })
          }}
        />
        {values.whenLate !== 'wait' && (
          <MinutesField
            label="Time it has"
            description="After this deployment is due"
            value={values.lateAfterMinutes}
            onChange={(lateAfterMinutes) => onChange({ lateAfterMinutes })}
            error={errorOf('lateAfterMinutes')}
          />
        )}
      </SimpleGrid>
    </>
  )
}

export interface MinutesFieldProps {
  label: string
  description: string
  value: number | string
  onChange: (value: number | string) => void
  error: string | undefined
}

function MinutesField(props: MinutesFieldProps) {
  return (
    <NumberInput
      suffix=" min"
      min={0}
      max={MAX_MINUTES}
      allowDecimal={false}
      clampBehavior="none"
      // Beside a field without a description: the boxes stand in one line.
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...props}
    />
  )
}

'use client'

import { ActionIcon, Group, NumberInput, Paper, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import classes from '@/app/(dashboard)/schedule/dependency-fields.module.css'
import { EdgeFields } from '@/app/(dashboard)/schedule/edge-fields'
import type {
  DependencyValues,
  ExistingChoice,
  ScheduleOptions,
} from '@/app/(dashboard)/schedule/form-values'
import { ImageField } from '@/app/(dashboard)/schedule/image-field'
import { pickApplication, pickTarget } from '@/app/(dashboard)/schedule/pick-target'
import { MAX_MINUTES } from '@/app/(dashboard)/schedule/plan-of-values'
import { TargetFields } from '@/app/(dashboard)/schedule/target-fields'
import type { Viewer } from '@/app/components/viewer'
import { formatInZone } from '@/lib/domain/zone-format'

export interface DependencyFieldsProps {
  index: number
  values: DependencyValues
  onChange: (patch: Partial<DependencyValues>) => void
  onRemove: () => void
  options: ScheduleOptions
  /** By the field's own name. */
  errorOf: (field: keyof DependencyValues) => string | undefined
  preferredEnvironment: string | null
  viewer: Viewer
  /** Whether lead times are computed from what runs take. */
  isFinish: boolean
}

/** One thing that must have been deployed first: made along with this one, or scheduled before. */
export function DependencyFields(props: DependencyFieldsProps) {
  const { index, values, onChange, onRemove, options, errorOf, preferredEnvironment, viewer, isFinish } =
    props
  const title = `Dependency ${index + 1}`
  return (
    <Paper withBorder p="sm" component="fieldset" aria-label={title} radius="md" miw={0} m={0}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          {options.pending.length > 0 ? (
            <SegmentedControl
              size="xs"
              aria-label={`${title}: what to wait for`}
              value={values.kind}
              onChange={(kind) => onChange({ kind: kind === 'existing' ? 'existing' : 'new' })}
              data={[
                { value: 'new', label: 'Deploy first' },
                { value: 'existing', label: 'Already scheduled' },
              ]}
            />
          ) : (
            <Text size="sm" fw={550}>
              Deploy first
            </Text>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={onRemove}
            aria-label={`Remove ${title.toLowerCase()}`}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
        {values.kind === 'new' ? (
          <NewDependency {...{ values, onChange, options, errorOf, preferredEnvironment, isFinish }} />
        ) : (
          <Select
            label="Scheduled deployment"
            withAsterisk
            searchable
            allowDeselect={false}
            placeholder="Choose the deployment to wait for"
            data={options.pending.map((choice) => ({ value: choice.id, label: choiceWords(choice, viewer) }))}
            value={values.deploymentId}
            onChange={(deploymentId) => onChange({ deploymentId })}
            error={errorOf('deploymentId')}
          />
        )}
        <EdgeFields {...{ values, onChange, errorOf }} />
      </Stack>
    </Paper>
  )
}

type NewDependencyProps = Pick<
  DependencyFieldsProps,
  'values' | 'onChange' | 'options' | 'errorOf' | 'preferredEnvironment' | 'isFinish'
>

function NewDependency(props: NewDependencyProps) {
  const { values, onChange, options, errorOf, preferredEnvironment, isFinish } = props
  const application = pickApplication(options.applications, values.application)
  return (
    <>
      <TargetFields
        applications={options.applications}
        values={values}
        onChange={onChange}
        errors={{ application: errorOf('application'), environment: errorOf('environment') }}
        preferredEnvironment={preferredEnvironment}
      />
      <div className={classes.imageAndLead}>
        <ImageField
          value={values.image}
          onChange={(image) => onChange({ image })}
          target={application && pickTarget(application, values.environment)}
          error={errorOf('image')}
        />
        {!values.follows && !isFinish && (
          <NumberInput
            label="Lead time"
            suffix=" min"
            min={0}
            max={MAX_MINUTES}
            allowDecimal={false}
            clampBehavior="none"
            value={values.leadMinutes}
            onChange={(leadMinutes) => onChange({ leadMinutes })}
            description="Due this long before"
            error={errorOf('leadMinutes')}
          />
        )}
      </div>
    </>
  )
}

function choiceWords({ label, status, dueAt }: ExistingChoice, viewer: Viewer): string {
  const when = status === 'running' ? 'running now' : formatInZone(dueAt, viewer.timezone, viewer)
  return `${label}, ${when}`
}

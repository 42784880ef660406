'use client'

import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { pickApplication } from '@/app/(dashboard)/schedule/pick-target'
import type { ApplicationView } from '@/lib/queries/resource-views'

interface TargetValues {
  application: string | null
  environment: string | null
}

export interface TargetFieldsProps {
  applications: readonly ApplicationView[]
  values: TargetValues
  onChange: (patch: TargetValues) => void
  errors: { application?: string | undefined; environment?: string | undefined }
  /** Opened from an application: which one is no question any more. */
  fixed?: boolean
  /** Where the choice falls if the application is there too. */
  preferredEnvironment?: string | null
}

/** Which application, and where if it has several places to go. */
export function TargetFields(props: TargetFieldsProps) {
  const { applications, values, onChange, errors, fixed = false, preferredEnvironment = null } = props
  const application = pickApplication(applications, values.application)
  const environments = application?.targets.map(({ environment }) => environment) ?? []
  const isChoice = environments.length > 1

  const choose = (slug: string | null) => {
    const targets = pickApplication(applications, slug)?.targets ?? []
    const keeps = targets.some(({ environment }) => environment.slug === preferredEnvironment)
    onChange({ application: slug, environment: keeps ? preferredEnvironment : null })
  }

  return (
    <SimpleGrid cols={{ base: 1, xs: isChoice ? 2 : 1 }} spacing="sm">
      {fixed && application ? (
        <TextInput label="Application" value={application.name} readOnly variant="filled" />
      ) : (
        <Select
          label="Application"
          withAsterisk
          placeholder="Choose an application"
          searchable
          openOnFocus={false}
          allowDeselect={false}
          data={applications.map(({ slug, name }) => ({ value: slug, label: name }))}
          nothingFoundMessage="No application of that name"
          value={values.application}
          onChange={choose}
          error={errors.application}
          data-autofocus={values.application === null ? true : undefined}
        />
      )}
      {isChoice && (
        <Select
          label="Environment"
          withAsterisk
          placeholder="Choose where"
          allowDeselect={false}
          data={environments.map(({ slug, name }) => ({ value: slug, label: name }))}
          value={values.environment}
          onChange={(environment) => onChange({ application: values.application, environment })}
          error={errors.environment}
        />
      )}
    </SimpleGrid>
  )
}

'use client'

import { PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { FormFooter } from '@/app/components/form-footer'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import { nameFault } from '@/lib/domain/field-faults'
import type { Role } from '@/lib/domain/permissions'
import { addMemberAction } from './actions'
import { ROLE_CHOICES } from './role-choices'

interface MemberValues extends Record<string, unknown> {
  name: string
  email: string
  password: string
  role: Role
}

const EMPTY: MemberValues = { name: '', email: '', password: '', role: 'deployer' }

export interface AddMemberFormProps {
  onDone: () => void
  onCancel: () => void
}

export function AddMemberForm({ onDone, onCancel }: AddMemberFormProps) {
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: EMPTY,
    validate: (values: MemberValues) => ({
      name: nameFault(values.name),
      email: values.email.trim() === '' ? 'An e-mail address is needed.' : null,
    }),
    action: addMemberAction,
    toInput: ({ name, email, password, role }: MemberValues) => ({
      name,
      email,
      role,
      password: password === '' ? null : password,
    }),
    onDone: ({ isNew }) => {
      if (!isNew) notifications.show({ message: 'Added. Name and password are those that they had already.' })
      onDone()
    },
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <RefusalAlert refusal={refusal} />
        <TextInput label="Name" required data-autofocus autoComplete="off" {...form.getInputProps('name')} />
        <TextInput
          label="E-mail address"
          type="email"
          required
          autoComplete="off"
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="First password"
          description="Hand it over yourself. Leave it empty for somebody who signs in with another provider only."
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Select
          label="Role"
          allowDeselect={false}
          data={ROLE_CHOICES.map(({ value, label, description }) => ({
            value,
            label: `${label}: ${description.toLowerCase()}`,
          }))}
          {...form.getInputProps('role')}
        />
        <FormFooter submitLabel="Add member" isPending={isPending} onCancel={onCancel} />
      </Stack>
    </form>
  )
}

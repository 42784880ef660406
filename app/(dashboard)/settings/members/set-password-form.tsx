'use client'

import { PasswordInput, Stack } from '@mantine/core'
import { FormFooter } from '@/app/components/form-footer'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import { setMemberPasswordAction } from './actions'

export interface SetPasswordFormProps {
  userId: string
  onDone: () => void
  onCancel: () => void
}

/** For a member who forgot theirs; it also ends their sessions. */
export function SetPasswordForm({ userId, onDone, onCancel }: SetPasswordFormProps) {
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: { password: '' },
    validate: ({ password }) => ({
      password: password.length < 8 ? 'A password has at least 8 characters.' : null,
    }),
    action: setMemberPasswordAction,
    toInput: ({ password }) => ({ userId, password }),
    onDone,
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <RefusalAlert refusal={refusal} />
        <PasswordInput
          label="New password"
          description="At least 8 characters. Hand it over yourself; they are signed out everywhere."
          autoComplete="new-password"
          data-autofocus
          {...form.getInputProps('password')}
        />
        <FormFooter submitLabel="Set password" isPending={isPending} onCancel={onCancel} />
      </Stack>
    </form>
  )
}

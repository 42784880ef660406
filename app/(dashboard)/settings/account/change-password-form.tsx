'use client'

import { Button, PasswordInput, Stack } from '@mantine/core'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import { changePasswordAction } from './actions'
import { leaveForSignIn } from './leave-for-sign-in'

/** Changes the password, which ends all sessions: whoever knew the old one is out. */
export function ChangePasswordForm({ email }: { email: string }) {
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: { currentPassword: '', newPassword: '', repeated: '' },
    validate: (values) => ({
      currentPassword: values.currentPassword === '' ? 'Type your current password.' : null,
      newPassword: values.newPassword.length < 8 ? 'A password has at least 8 characters.' : null,
      repeated: values.repeated === values.newPassword ? null : 'This is not the same as above.',
    }),
    action: changePasswordAction,
    toInput: ({ currentPassword, newPassword }) => ({ currentPassword, newPassword }),
    onDone: leaveForSignIn,
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack maw={380}>
        <RefusalAlert refusal={refusal} />
        {/* Password managers look for the account that a password belongs to. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label="New password"
          description="At least 8 characters."
          autoComplete="new-password"
          {...form.getInputProps('newPassword')}
        />
        <PasswordInput
          label="New password again"
          autoComplete="new-password"
          {...form.getInputProps('repeated')}
        />
        <Button type="submit" loading={isPending} w="fit-content">
          Change password
        </Button>
      </Stack>
    </form>
  )
}

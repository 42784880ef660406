import { Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { Panel } from '@/app/components/panel'
import { requireSession } from '@/app/session'
import { ChangePasswordForm } from './change-password-form'
import { SignOutEverywhere } from './sign-out-everywhere'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  const { user, team } = await requireSession()
  return (
    <Stack>
      <Panel>
        <Title order={2}>{user.name}</Title>
        <Text size="sm" c="dimmed">
          {user.email} · {team.role} in {team.name}
        </Text>
      </Panel>
      <Panel>
        <Title order={2}>Password</Title>
        <Text size="sm" c="dimmed" mb="md">
          Changing it signs you out everywhere, here too.
        </Text>
        <ChangePasswordForm email={user.email} />
      </Panel>
      <Panel>
        <Title order={2}>Sessions</Title>
        <Text size="sm" c="dimmed" mb="md">
          Ends every session of yours, on this and on all other devices, at once. API tokens go on working.
        </Text>
        <SignOutEverywhere />
      </Panel>
    </Stack>
  )
}

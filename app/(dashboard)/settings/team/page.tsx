import { Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { Panel } from '@/app/components/panel'
import { queried } from '@/app/queried'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { may } from '@/lib/domain/permissions'
import { getTeam } from '@/lib/queries/get-team'
import { LimitsForm } from './limits-form'

export const metadata: Metadata = { title: 'Team' }

export default async function TeamPage() {
  const actor = await requireActor()
  const { name, slug, maxRunning } = await queried(getTeam(services(), actor, {}))
  return (
    <Stack>
      <Panel>
        <Title order={2}>{name}</Title>
        <Text size="sm" c="dimmed">
          {slug}
        </Text>
      </Panel>
      <Panel>
        <Title order={2}>Limits</Title>
        {may(actor.role, 'administer') ? (
          <LimitsForm maxRunning={maxRunning} />
        ) : (
          <Text size="sm" c="dimmed">
            {maxRunning === 1 ? 'One deployment' : `${maxRunning} deployments`} may be running at once. When
            more are due, the others wait, and start as places become free. Admins can change this.
          </Text>
        )}
      </Panel>
    </Stack>
  )
}

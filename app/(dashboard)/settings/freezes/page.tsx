import { Group, Text } from '@mantine/core'
import { IconPlus, IconSnowflake } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { EmptyState } from '@/app/components/empty-state'
import { queried } from '@/app/queried'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { may } from '@/lib/domain/permissions'
import { listApplications } from '@/lib/queries/list-applications'
import { listEnvironments } from '@/lib/queries/list-environments'
import { listFreezes } from '@/lib/queries/list-freezes'
import { FreezeDialogButton } from './freeze-dialog-button'
import { FreezeList } from './freeze-list'

export const metadata: Metadata = { title: 'Freezes' }

export default async function FreezesPage() {
  const actor = await requireActor()
  const mayAdminister = may(actor.role, 'administer')
  const [{ items: freezes }, { items: environments }, { items: applications }] = await Promise.all([
    queried(listFreezes(services(), actor, {})),
    queried(listEnvironments(services(), actor, {})),
    queried(listApplications(services(), actor, {})),
  ])
  const named = ({ id, name }: { id: string; name: string }) => ({ id, name })
  const places = { environments: environments.map(named), applications: applications.map(named) }
  const add = mayAdminister ? (
    <FreezeDialogButton freeze={null} places={places} leftSection={<IconPlus size={16} aria-hidden />}>
      Add a freeze
    </FreezeDialogButton>
  ) : null
  if (freezes.length === 0) {
    return (
      <EmptyState icon={<IconSnowflake size={22} />} title="Nothing is frozen" action={add}>
        While a freeze is open, deployments that become due are held, and start by themselves when it ends.
        Instead, you can say when they are allowed. {mayAdminister ? null : 'Admins can add both.'}
      </EmptyState>
    )
  }
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text size="sm" c="dimmed" maw="60ch">
          What becomes due in a freeze, or outside of the allowed windows, is held and starts by itself when
          that ends.
        </Text>
        {add}
      </Group>
      <FreezeList freezes={freezes} places={places} mayAdminister={mayAdminister} />
    </>
  )
}

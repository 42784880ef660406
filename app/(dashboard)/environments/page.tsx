import { IconCloud, IconPlus, IconStack2 } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { EmptyState } from '@/app/components/empty-state'
import { LinkButton } from '@/app/components/link-button'
import { PageHeader } from '@/app/components/page-header'
import { queried } from '@/app/queried'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { may } from '@/lib/domain/permissions'
import { listCloudAccounts } from '@/lib/queries/list-cloud-accounts'
import { listEnvironments } from '@/lib/queries/list-environments'
import { EnvironmentDialogButton } from './environment-dialog-button'
import { EnvironmentList } from './environment-list'

export const metadata: Metadata = { title: 'Environments' }

export default async function EnvironmentsPage() {
  const actor = await requireActor()
  const mayAdminister = may(actor.role, 'administer')
  const [{ items: environments }, { items: accounts }] = await Promise.all([
    queried(listEnvironments(services(), actor, {})),
    queried(listCloudAccounts(services(), actor, {})),
  ])
  const choices = accounts.map(({ id, name, region, check }) => ({
    id,
    name,
    region,
    clusters: (check.discovery?.clusters ?? []).map((cluster) => cluster.name),
  }))
  const add = mayAdminister ? (
    <EnvironmentDialogButton
      environment={null}
      accounts={choices}
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      Add environment
    </EnvironmentDialogButton>
  ) : null
  return (
    <>
      <PageHeader
        title="Environments"
        description="Named places to run in: an ECS cluster in one of your cloud accounts."
        actions={environments.length > 0 ? add : null}
      />
      {environments.length > 0 ? (
        <EnvironmentList environments={environments} accounts={choices} mayAdminister={mayAdminister} />
      ) : accounts.length > 0 ? (
        <EmptyState icon={<IconStack2 size={22} />} title="Add the first environment" action={add}>
          An environment names an ECS cluster, “Production” for example. Applications then run in it.
        </EmptyState>
      ) : (
        <EmptyState
          icon={<IconCloud size={22} />}
          title="First connect a cloud account"
          action={<LinkButton href="/cloud-accounts">Go to cloud accounts</LinkButton>}
        >
          An environment is a cluster in a cloud account, and there is none yet.
        </EmptyState>
      )}
    </>
  )
}

import { Stack } from '@mantine/core'
import { IconCloud } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { EmptyState } from '@/app/components/empty-state'
import { PageHeader } from '@/app/components/page-header'
import { queried } from '@/app/queried'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { may } from '@/lib/domain/permissions'
import { listCloudAccounts } from '@/lib/queries/list-cloud-accounts'
import { LiveRefresh } from '../live-refresh'
import { AddCloudAccount } from './add-cloud-account'
import { CloudAccountPanel } from './cloud-account-panel'

export const metadata: Metadata = { title: 'Cloud accounts' }

export default async function CloudAccountsPage() {
  const actor = await requireActor()
  const mayAdminister = may(actor.role, 'administer')
  const { items: accounts } = await queried(listCloudAccounts(services(), actor, {}))
  const add = mayAdminister ? <AddCloudAccount /> : null
  return (
    <>
      <LiveRefresh kinds={['cloud_account']} />
      <PageHeader
        title="Cloud accounts"
        description="How the worker reaches your AWS accounts. Stored keys are sealed as they arrive: only the worker can open them."
        actions={accounts.length > 0 ? add : null}
      />
      {accounts.length === 0 ? (
        <EmptyState icon={<IconCloud size={22} />} title="Connect a cloud account" action={add}>
          This is the first of four steps: a cloud account, an environment in it, an application that runs
          there, and then its first deployment.
          {mayAdminister ? null : ' An admin of your team can add one.'}
        </EmptyState>
      ) : (
        <Stack>
          {accounts.map((account) => (
            <CloudAccountPanel key={account.id} account={account} mayAdminister={mayAdminister} />
          ))}
        </Stack>
      )}
    </>
  )
}

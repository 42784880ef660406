import { IconBox, IconPlus, IconStack2 } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { EmptyState } from '@/app/components/empty-state'
import { LinkButton } from '@/app/components/link-button'
import { PageHeader } from '@/app/components/page-header'
import { queried } from '@/app/queried'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { may } from '@/lib/domain/permissions'
import { listApplications } from '@/lib/queries/list-applications'
import { ApplicationDialogButton } from './application-dialog-button'
import { ApplicationList } from './application-list'
import { loadEnvironmentChoices } from './load-environment-choices'

export const metadata: Metadata = { title: 'Applications' }

export default async function ApplicationsPage() {
  const actor = await requireActor()
  const [{ items: applications }, environments] = await Promise.all([
    queried(listApplications(services(), actor, {})),
    loadEnvironmentChoices(services(), actor),
  ])
  const add = may(actor.role, 'administer') ? (
    <ApplicationDialogButton
      application={null}
      environments={environments}
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      Add application
    </ApplicationDialogButton>
  ) : null
  return (
    <>
      <PageHeader
        title="Applications"
        description="What is deployed, and where each of them runs."
        actions={applications.length > 0 ? add : null}
      />
      {applications.length > 0 ? (
        <ApplicationList applications={applications} mayDeploy={may(actor.role, 'deploy')} />
      ) : environments.length > 0 ? (
        <EmptyState icon={<IconBox size={22} />} title="Add the first application" action={add}>
          An application is an ECS service in one or more of your environments. Then you can schedule its
          deployments.
        </EmptyState>
      ) : (
        <EmptyState
          icon={<IconStack2 size={22} />}
          title="First add an environment"
          action={<LinkButton href="/environments">Go to environments</LinkButton>}
        >
          An application runs in an environment, and there is none yet.
        </EmptyState>
      )}
    </>
  )
}

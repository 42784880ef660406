import { Group, Stack, Text, Title } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { loadList } from '@/app/(dashboard)/deployments/load-list'
import { LiveRefresh } from '@/app/(dashboard)/live-refresh'
import { ScheduleSlot } from '@/app/(dashboard)/schedule/schedule-slot'
import type { SearchParams } from '@/app/(dashboard)/schedule/schedule-start'
import { LinkButton } from '@/app/components/link-button'
import { PageHeader } from '@/app/components/page-header'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import type { Actor } from '@/lib/domain/actor'
import { may } from '@/lib/domain/permissions'
import { getApplication } from '@/lib/queries/get-application'
import type { ApplicationView } from '@/lib/queries/resource-views'
import type { EnvironmentChoice } from '../environment-choice'
import { loadEnvironmentChoices } from '../load-environment-choices'
import { ApplicationButtons } from './application-buttons'
import { ApplicationDeployments } from './application-deployments'
import { TargetList } from './target-list'

interface ApplicationPageProps {
  params: Promise<{ slug: string }>
  searchParams: Promise<SearchParams>
}

/** As many as fit beside the rest; the list of deployments has all. */
const RECENT_SHOWN = 10

const loadApplication = cache(async (slug: string) => {
  const found = await getApplication(services(), await requireActor(), { id: slug })
  return found.ok ? found.value : notFound()
})

export async function generateMetadata({ params }: ApplicationPageProps): Promise<Metadata> {
  return { title: (await loadApplication((await params).slug)).name }
}

export default async function ApplicationPage({ params, searchParams }: ApplicationPageProps) {
  const actor = await requireActor()
  const application = await loadApplication((await params).slug)
  const filters = { statuses: [], application: application.slug, environment: null, search: '', cursor: null }
  const [environments, upcoming, past] = await Promise.all([
    loadEnvironmentChoices(services(), actor),
    loadList(services(), actor, { ...filters, view: 'upcoming' }),
    loadList(services(), actor, { ...filters, view: 'past' }),
  ])
  const runsSomewhere = application.targets.length > 0
  return (
    <>
      <LiveRefresh kinds={['deployment']} />
      <PageHeader
        title={application.name}
        parent={{ label: 'Applications', href: '/applications' }}
        aside={
          <Text c="dimmed" size="sm" ff="monospace">
            {application.slug}
          </Text>
        }
        actions={<HeaderActions actor={actor} application={application} environments={environments} />}
      />
      <Stack gap="xl">
        <section aria-labelledby="targets">
          <Title order={2} id="targets" mb="xs">
            Where it runs
          </Title>
          <TargetList targets={application.targets} />
        </section>
        <ApplicationDeployments
          title="Upcoming"
          emptyText={
            runsSomewhere ? 'Nothing is scheduled.' : 'Nothing can be scheduled before it runs somewhere.'
          }
          moreHref={`/deployments?application=${application.slug}`}
          running={upcoming.running}
          items={upcoming.page.items}
          waitsFor={upcoming.waitsFor}
        />
        <ApplicationDeployments
          title="Recent"
          emptyText="Nothing has been deployed by Shipclock yet."
          moreHref={`/deployments?view=past&application=${application.slug}`}
          running={[]}
          items={past.page.items.slice(0, RECENT_SHOWN)}
          waitsFor={past.waitsFor}
        />
      </Stack>
      <ScheduleSlot params={await searchParams} />
    </>
  )
}

interface HeaderActionsProps {
  actor: Actor
  application: ApplicationView
  environments: readonly EnvironmentChoice[]
}

function HeaderActions({ actor, application, environments }: HeaderActionsProps) {
  return (
    <Group gap="xs">
      {may(actor.role, 'administer') ? (
        <ApplicationButtons application={application} environments={environments} />
      ) : null}
      {may(actor.role, 'deploy') && application.targets.length > 0 ? (
        <LinkButton
          href={`/applications/${application.slug}?schedule=1&app=${application.slug}`}
          scroll={false}
          leftSection={<IconCalendarPlus size={16} aria-hidden />}
        >
          Schedule deployment
        </LinkButton>
      ) : null}
    </Group>
  )
}

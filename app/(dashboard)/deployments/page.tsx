import { Group, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { DeploymentList } from '@/app/(dashboard)/deployments/deployment-list'
import { ListFilterBar } from '@/app/(dashboard)/deployments/list-filter-bar'
import { type ListFilters, listHref, readFilters } from '@/app/(dashboard)/deployments/list-filters'
import { loadList } from '@/app/(dashboard)/deployments/load-list'
import { NothingListed } from '@/app/(dashboard)/deployments/nothing-listed'
import { ViewTabs } from '@/app/(dashboard)/deployments/view-tabs'
import { ZoneNote } from '@/app/(dashboard)/deployments/zone-note'
import { LiveRefresh } from '@/app/(dashboard)/live-refresh'
import { ScheduleSlot } from '@/app/(dashboard)/schedule/schedule-slot'
import type { SearchParams } from '@/app/(dashboard)/schedule/schedule-start'
import { LinkButton } from '@/app/components/link-button'
import { PageHeader } from '@/app/components/page-header'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { may } from '@/lib/domain/permissions'

export const metadata: Metadata = { title: 'Deployments' }

interface DeploymentsPageProps {
  searchParams: Promise<SearchParams>
}

export default async function DeploymentsPage({ searchParams }: DeploymentsPageProps) {
  const params = await searchParams
  const filters = readFilters(params)
  const actor = await requireActor()
  const { running, page, waitsFor, applications, environments } = await loadList(services(), actor, filters)
  const isEmpty = running.length === 0 && page.items.length === 0
  return (
    <>
      <LiveRefresh kinds={['deployment']} />
      <PageHeader title="Deployments" description={<ZoneNote />} />
      <ViewTabs filters={filters} />
      <ListFilterBar
        key={filters.view}
        filters={filters}
        applications={applications}
        environments={environments}
      />
      {isEmpty ? (
        <NothingListed
          filters={filters}
          hasApplications={applications.length > 0}
          mayDeploy={may(actor.role, 'deploy')}
        />
      ) : (
        <DeploymentList running={running} items={page.items} waitsFor={waitsFor} />
      )}
      <Pages filters={filters} nextCursor={page.nextCursor} />
      <ScheduleSlot params={params} />
    </>
  )
}

function Pages({ filters, nextCursor }: { filters: ListFilters; nextCursor: string | null }) {
  if (filters.cursor === null && nextCursor === null) return null
  return (
    <Group component="nav" aria-label="Pages" justify="space-between" mt="lg">
      {filters.cursor === null ? (
        <span />
      ) : (
        <LinkButton href={listHref({ ...filters, cursor: null })} variant="default">
          First page
        </LinkButton>
      )}
      {nextCursor === null ? (
        <Text size="sm" c="dimmed">
          That is all.
        </Text>
      ) : (
        <LinkButton href={listHref({ ...filters, cursor: nextCursor })} variant="default">
          Next page
        </LinkButton>
      )}
    </Group>
  )
}

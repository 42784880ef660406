import { IconCalendarPlus, IconFilterOff, IconHistory } from '@tabler/icons-react'
import { isNarrowed, type ListFilters, listHref } from '@/app/(dashboard)/deployments/list-filters'

import { EmptyState } from '@/app/components/empty-state'
import { LinkButton } from '@/app/components/link-button'

export interface NothingListedProps {
  filters: ListFilters
  hasApplications: boolean
  mayDeploy: boolean
}

/** Why the list is empty, and what to do next. */
export function NothingListed({ filters, hasApplications, mayDeploy }: NothingListedProps) {
  if (isNarrowed(filters)) {
    const { view } = filters
    const all: ListFilters = {
      ...{ view, statuses: [], application: null, environment: null, search: '', cursor: null },
    }
    return (
      <EmptyState
        icon={<IconFilterOff />}
        title="Nothing matches"
        action={
          <LinkButton href={listHref(all)} variant="default">
            Show all
          </LinkButton>
        }
      >
        No deployment here has all that you filter for. Take a filter off, or look under{' '}
        {view === 'upcoming' ? 'Past' : 'Upcoming'}.
      </EmptyState>
    )
  }
  if (filters.view === 'past') {
    return (
      <EmptyState icon={<IconHistory />} title="Nothing has ended yet">
        Deployments come here when they have succeeded, failed or been cancelled, with their timeline.
      </EmptyState>
    )
  }
  if (!hasApplications) {
    return (
      <EmptyState
        icon={<IconCalendarPlus />}
        title="First, say what you deploy"
        action={<LinkButton href="/applications">Set up an application</LinkButton>}
      >
        Connect a cloud account, name an environment and add an application. Then schedule its deployment
        here.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<IconCalendarPlus />}
      title="Nothing is scheduled"
      action={
        mayDeploy ? <LinkButton href="/deployments?schedule=1">Schedule deployment</LinkButton> : undefined
      }
    >
      Pick an application, a date and a time in your own time zone. Shipclock deploys it at that instant,
      once, and shows here how it goes.
    </EmptyState>
  )
}

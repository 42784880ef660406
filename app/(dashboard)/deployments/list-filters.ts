import {
  DEPLOYMENT_STATUSES,
  type DeploymentStatus,
  ENDED_STATUSES,
  PENDING_STATUSES,
} from '@/lib/domain/deployment-status'

export const LIST_VIEWS = ['upcoming', 'past'] as const
export type ListView = (typeof LIST_VIEWS)[number]

/** What the list shows; lives in the address, so that it can be shared and come back to. */
export interface ListFilters {
  view: ListView
  /** Empty: all that belong to the view. */
  statuses: DeploymentStatus[]
  /** Slugs. */
  application: string | null
  environment: string | null
  search: string
  cursor: string | null
}

type Params = Record<string, string | string[] | undefined>

/** The states that can be seen, and filtered by, in a view. */
export function statusesOf(view: ListView): readonly DeploymentStatus[] {
  return view === 'upcoming' ? ['running', ...PENDING_STATUSES] : ENDED_STATUSES
}

/** Anything in the address that makes no sense is as if it were not there. */
export function readFilters(params: Params): ListFilters {
  const view = params.view === 'past' ? 'past' : 'upcoming'
  return {
    view,
    statuses: readStatuses(one(params.status)).filter((status) => statusesOf(view).includes(status)),
    application: one(params.application) || null,
    environment: one(params.environment) || null,
    search: one(params.q).slice(0, 200),
    cursor: one(params.cursor) || null,
  }
}

/** The address of the list with these filters. Another filter starts at the first page again. */
export function listHref(filters: ListFilters): string {
  const params = new URLSearchParams()
  if (filters.view !== 'upcoming') params.set('view', filters.view)
  if (filters.statuses.length > 0) params.set('status', filters.statuses.join(','))
  if (filters.application) params.set('application', filters.application)
  if (filters.environment) params.set('environment', filters.environment)
  if (filters.search !== '') params.set('q', filters.search)
  if (filters.cursor) params.set('cursor', filters.cursor)
  const query = params.toString()
  return query === '' ? '/deployments' : `/deployments?${query}`
}

/** Whether anything but the view narrows the list. */
export function isNarrowed({ statuses, application, environment, search }: ListFilters): boolean {
  return statuses.length > 0 || application !== null || environment !== null || search.trim() !== ''
}

function one(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

function readStatuses(text: string): DeploymentStatus[] {
  const named = text.split(',')
  return DEPLOYMENT_STATUSES.filter((status) => named.includes(status))
}

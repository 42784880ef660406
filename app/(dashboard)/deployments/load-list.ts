import { type ListFilters, statusesOf } from '@/app/(dashboard)/deployments/list-filters'
import { namesOfDependencies } from '@/app/(dashboard)/deployments/names-of-dependencies'
import type { Actor } from '@/lib/domain/actor'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { DeploymentSummary, Page } from '@/lib/queries/deployment-views'
import { listApplications } from '@/lib/queries/list-applications'
import { type ListDeploymentsInput, listDeployments } from '@/lib/queries/list-deployments'
import { listEnvironments } from '@/lib/queries/list-environments'
import type { Services } from '@/lib/services'

const PAGE_SIZE = 50

export interface LoadedList {
  /** Only on the first page of what is upcoming. */
  running: DeploymentSummary[]
  page: Page<DeploymentSummary>
  /** Names of what each deployment waits for, by its id. */
  waitsFor: Map<string, string[]>
  applications: { slug: string; name: string }[]
  environments: { slug: string; name: string }[]
}

/** What the list's page shows. A cursor that means nothing leads to the first page. */
export async function loadList(services: Services, actor: Actor, filters: ListFilters): Promise<LoadedList> {
  const wanted = filters.statuses.length > 0 ? filters.statuses : [...statusesOf(filters.view)]
  const list = (statuses: DeploymentStatus[], cursor: string | null) =>
    pageOf(services, actor, { ...narrowed(filters), statuses, cursor })
  const [running, page, applications, environments] = await Promise.all([
    wanted.includes('running') && filters.cursor === null ? list(['running'], null) : null,
    list(
      wanted.filter((status) => status !== 'running'),
      filters.cursor,
    ),
    listApplications(services, actor, {}),
    listEnvironments(services, actor, {}),
  ])
  if (!applications.ok || !environments.ok) throw new Error('Nobody who may see a page is refused its lists.')
  const shown = [...(running?.items ?? []), ...page.items]
  return {
    running: running?.items ?? [],
    page,
    waitsFor: await namesOfDependencies(services, actor, shown),
    applications: applications.value.items,
    environments: environments.value.items,
  }
}

type Narrowed = Omit<ListDeploymentsInput, 'statuses' | 'cursor'>

function narrowed({ view, application, environment, search }: ListFilters): Narrowed {
  return {
    order: view === 'upcoming' ? 'due_ascending' : 'due_descending',
    limit: PAGE_SIZE,
    ...(application !== null && { application }),
    ...(environment !== null && { environment }),
    ...(search.trim() !== '' && { search: search.trim() }),
  }
}

async function pageOf(
  services: Services,
  actor: Actor,
  input: ListDeploymentsInput,
): Promise<Page<DeploymentSummary>> {
  if (input.statuses?.length === 0) return { items: [], nextCursor: null }
  const listed = await listDeployments(services, actor, input)
  if (listed.ok) return listed.value
  if (listed.refusal.kind === 'invalid_cursor') return pageOf(services, actor, { ...input, cursor: null })
  throw new Error('Nobody who may see a page is refused its lists.')
}

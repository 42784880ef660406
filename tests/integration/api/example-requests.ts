import type { Endpoint } from '@/app/api/endpoint'
import { services } from '@/app/services'
import { someZoneMove } from '../resources/some-deployment'
import type { ApiUnderTest, Call } from './api-under-test'

/** Ids of what was made for the requests. */
export interface Named {
  api: ApiUnderTest
  deploymentId: string
  /** Of a calendar feed. */
  feedId: string
  freezeId: string
  /** Of what newer rules of its zone moved. */
  zoneMoveId: string
  scheduleId: string
}

/** Makes one of each kind that an address can name, besides the team fixture's; `deploymentId` exists. */
export async function makeNamed(api: ApiUnderTest, deploymentId: string): Promise<Named> {
  const made = async (path: string, body: object): Promise<string> =>
    (await api.call('POST', path, { body })).body.result.id
  const weekly = { weekdays: [1], from: '22:00', until: '05:00' }
  // Monthly, so that nothing of it comes due during a test.
  const recurrence = { kind: 'monthly', month_day: 1, time: '03:00' }
  const schedule = { name: 'Monthly', app: 'web', environment: 'production', recurrence, timezone: 'UTC' }
  return {
    ...{ api, deploymentId },
    feedId: await made('/calendar_feeds', { name: 'Phone', scope: 'team' }),
    freezeId: await made('/freezes', { reason: 'Nights', environment: 'staging', ...weekly }),
    scheduleId: await made('/schedules', schedule),
    zoneMoveId: await someZoneMove(services(), api.team.admin, deploymentId),
  }
}

/** A request that the team's admin could make of this endpoint. */
export function exampleRequest(endpoint: Endpoint, of: Named): [method: string, path: string, call: Call] {
  return [endpoint.method, endpoint.path.replace('{id}', idFor(endpoint, of)), bodyFor(endpoint)]
}

/** Of what the address of this endpoint names. */
export function idFor(
  { path }: Endpoint,
  { api, deploymentId, feedId, freezeId, zoneMoveId, scheduleId }: Named,
): string {
  const { cloudAccountId, environmentId, applications } = api.team
  if (path.startsWith('/cloud_accounts')) return cloudAccountId
  if (path.startsWith('/environments')) return environmentId
  if (path.startsWith('/applications')) return applications.worker.id
  if (path.startsWith('/calendar_feeds')) return feedId
  if (path.startsWith('/freezes')) return freezeId
  if (path.startsWith('/zone_moves')) return zoneMoveId
  if (path.startsWith('/schedules')) return scheduleId
  return deploymentId
}

export function bodyFor({ method, path, example }: Endpoint): { body?: object } {
  if (method !== 'PATCH' || path === '/team') return example === undefined ? {} : { body: example }
  if (path.startsWith('/scheduled_deployments')) return { body: { note: 'taken over' } }
  return { body: path.startsWith('/freezes') ? { reason: 'Taken over' } : { name: 'Taken over' } }
}

const TABLES =
  'teams cloud_accounts environments applications targets deployments dependencies runs calendar_feeds freeze_windows zone_moves schedules occurrences'

/** Everything that a request could have changed. */
export async function everythingIn(api: ApiUnderTest): Promise<string> {
  const found = []
  for (const table of TABLES.split(' '))
    found.push(await api.sql(`SELECT * FROM ${table} ORDER BY to_jsonb(${table})::text`))
  found.push(
    await api.sql('SELECT count(*) FROM timeline_entries'),
    await api.sql('SELECT count(*) FROM pgboss.job'),
  )
  return JSON.stringify(found)
}

import { KEEP } from '@/app/(dashboard)/schedule/afterwards-values'
import type { ScheduleOptions, ScheduleValues } from '@/app/(dashboard)/schedule/form-values'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { PLAIN_EDGE } from '@/lib/domain/edge-rule'
import { dependencyDueAt } from '@/lib/domain/lead-time'
import type { DeploymentDetail, DeploymentSummary } from '@/lib/queries/deployment-views'

/** Tuesday 3 March 2026, 07:00 in New York. */
export const now = new Date('2026-03-03T12:00:00Z')

export const viewer = { timezone: 'America/New_York', hour12: false }

const production = { id: 'e1', name: 'Production', slug: 'production', startDeadlineMinutes: 90 }
const staging = { id: 'e2', name: 'Staging', slug: 'staging', startDeadlineMinutes: 30 }

function target(id: string, environment: typeof production, imageRepository: string | null) {
  return { id, environment, service: id, container: id, imageRepository }
}

export const options: ScheduleOptions = {
  applications: [
    {
      ...{ id: 'a1', name: 'API', slug: 'api', createdAt: now },
      targets: [target('t1', production, 'r.example/api'), target('t2', staging, 'r.example/api')],
    },
    {
      ...{ id: 'a2', name: 'Web', slug: 'web', createdAt: now },
      targets: [target('t3', production, null)],
    },
    { ...{ id: 'a3', name: 'Idle', slug: 'idle', createdAt: now }, targets: [] },
  ],
  freezes: [],
  durations: { t3: { ms: 10 * 60_000, isMeasured: true }, t1: { ms: 7.5 * 60_000, isMeasured: true } },
  pending: [
    {
      ...{ id: 'd9', targetId: 't2', label: 'API in Staging', status: 'scheduled' },
      dueAt: new Date('2026-03-03T19:00:00Z'),
    },
  ],
}

/** Web, today at 15:00 in New York: nothing is missing. */
export function scheduleValues(patch: Partial<ScheduleValues> = {}): ScheduleValues {
  return {
    application: 'web',
    environment: null,
    image: '',
    date: '2026-03-03',
    time: '15:00',
    timezone: 'America/New_York',
    overlap: null,
    isFinish: false,
    dependencies: [],
    startDeadlineMinutes: 60,
    note: '',
    afterwards: KEEP,
    hold: false,
    ...patch,
  }
}

export function dependencyValues(patch: Partial<ScheduleValues['dependencies'][number]> = {}) {
  return {
    ...{ key: 'k', kind: 'new' as const, application: 'api', environment: 'production', image: '' },
    ...{ deploymentId: null, leadMinutes: 15, follows: false, delayMinutes: 0 },
    ...{ whenLate: 'wait' as const, lateAfterMinutes: 0 },
    ...patch,
  }
}

/** Web in Production, due at 15:00 in New York on the day of `now`. */
export function summary(patch: Partial<DeploymentSummary> = {}): DeploymentSummary {
  const dueAt = patch.dueAt ?? new Date('2026-03-03T20:00:00Z')
  return {
    ...{ id: 'd1', status: 'scheduled' as DeploymentStatus, reason: 'Due.', image: null, note: null },
    application: { id: 'a2', name: 'Web', slug: 'web' },
    environment: production,
    target: { id: 't3', service: 'web', container: 'web' },
    dueAt,
    startDeadlineAt: new Date(dueAt.getTime() + 60 * 60_000),
    ...{ localTime: '2026-03-03T15:00', timezone: 'America/New_York', overlap: null },
    ...{ startedAt: null, finishedAt: null, latenessMs: null, createdAt: now, createdBy: 'Ada' },
    ...{ finishByAt: null, wakeUpId: 'w', madeForId: null, dependencyIds: [] },
    ...{ revertsId: null, confirmWithinMinutes: null, confirmedAt: null, confirmedBy: null, revert: null },
    ...patch,
  }
}

/** The same, with API made for it a quarter of an hour before. */
export function detailWithApi(patch: Partial<DeploymentDetail> = {}): DeploymentDetail {
  const web = summary(patch)
  const api = summary({
    id: 'd2',
    application: { id: 'a1', name: 'API', slug: 'api' },
    dueAt: dependencyDueAt(web.dueAt, 15),
    madeForId: web.id,
  })
  const dependencies = [{ leadMinutes: 15, rule: PLAIN_EDGE, deployment: api }]
  return { ...web, dependencyIds: [api.id], dependencies, dependents: [], reverts: null, runs: [], ...patch }
}

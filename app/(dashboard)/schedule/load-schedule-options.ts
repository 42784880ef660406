import type { ExistingChoice, ScheduleOptions } from '@/app/(dashboard)/schedule/form-values'
import type { Actor } from '@/lib/domain/actor'
import { type DeploymentStatus, PENDING_STATUSES } from '@/lib/domain/deployment-status'
import { targetLabel } from '@/lib/domain/target-label'
import { listApplications } from '@/lib/queries/list-applications'
import { listDeployments } from '@/lib/queries/list-deployments'
import { listFreezeWindows } from '@/lib/queries/list-freeze-windows'
import { listTargetDurations } from '@/lib/queries/list-target-durations'
import type { Services } from '@/lib/services'

/** As many as anybody looks through in a list; what is due later can be found by making it the other way round. */
const PENDING_SHOWN = 200

/** What the schedule form offers to choose from. */
export async function loadScheduleOptions(services: Services, actor: Actor): Promise<ScheduleOptions> {
  const statuses: DeploymentStatus[] = [...PENDING_STATUSES, 'running']
  const [applications, pending, freezes] = await Promise.all([
    listApplications(services, actor, {}),
    listDeployments(services, actor, {
      statuses,
      order: 'due_ascending',
      limit: PENDING_SHOWN,
      cursor: null,
    }),
    listFreezeWindows(services, actor, {}),
  ])
  if (!applications.ok || !pending.ok || !freezes.ok)
    throw new Error('Nobody who may see a page is refused its lists.')
  const targetIds = applications.value.items.flatMap(({ targets }) => targets.map((target) => target.id))
  const durations = await listTargetDurations(services, actor, { targetIds })
  if (!durations.ok) throw new Error('Nobody who may see a page is refused its lists.')
  return {
    applications: applications.value.items,
    ...{ freezes: freezes.value, durations: durations.value },
    pending: pending.value.items.map(
      ({ id, target, application, environment, status, dueAt }): ExistingChoice => ({
        id,
        targetId: target.id,
        label: targetLabel(application, environment),
        status,
        dueAt,
      }),
    ),
  }
}

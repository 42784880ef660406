'use server'

import { scheduleOrderSchema } from '@/app/(dashboard)/schedule/schedule-order'
import { teamAction } from '@/app/team-action'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'

/** Schedules what the form describes. The same request key twice is the same deployment. */
export const scheduleAction = teamAction(scheduleOrderSchema, (services, actor, order) =>
  scheduleDeployment(services, actor, {
    ...order,
    dependencies: order.dependencies.map((dependency) =>
      dependency.kind === 'new' ? { ...dependency, dependencies: [] } : { ...dependency, leadMinutes: null },
    ),
  }),
)

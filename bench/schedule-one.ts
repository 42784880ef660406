import type { Services } from '@/lib/services'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import { accepted, type TeamFixture } from '@/tests/setup/fixtures'

/** Schedules the team's application through the use case; answers the deployment's id. */
export async function scheduleOne(
  services: Services,
  team: TeamFixture,
  order: { application: string; at: Date },
): Promise<string> {
  const scheduled = await scheduleDeployment(services, team.deployer, {
    ...{ application: order.application, environment: 'production', image: null, dependencies: [] },
    due: { kind: 'instant', at: order.at, timezone: 'Europe/Berlin' },
    ...{ startDeadlineMinutes: null, note: null, requestKey: null },
  })
  return accepted(scheduled).id
}

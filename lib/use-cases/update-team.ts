import { maxRunningFault } from '@/lib/domain/field-faults'
import { accept, type Result } from '@/lib/domain/result'
import { lockWaits } from '@/lib/postgres/due-deployments'
import { changeTeamLimit, teamView } from '@/lib/postgres/teams'
import type { TeamView } from '@/lib/queries/resource-views'
import { firstFault, type Invalid } from './resource-refusals'
import { useCase } from './use-case'
import { wakeWaitingForTeam } from './wake-others'

/** What is left out stays as it is. */
export interface UpdateTeamInput {
  maxRunning?: number | undefined
}

/**
 * Changes the team's limits. What waits for a place starts at once where there is one now; what is
 * running where there are too many now is left alone.
 */
export const updateTeam = useCase(
  'administer',
  async ({ database, services }, input: UpdateTeamInput): Promise<Result<TeamView, Invalid>> => {
    const { maxRunning } = input
    if (maxRunning === undefined) return accept(await teamView(database))
    const fault = firstFault({ maxRunning: maxRunningFault(maxRunning) })
    if (fault !== null) return fault
    await lockWaits(database)
    await changeTeamLimit(database, maxRunning)
    await wakeWaitingForTeam({ database, wakeUps: services.wakeUps }, await database.now())
    return accept(await teamView(database))
  },
)

import type { Actor } from '@/lib/domain/actor'
import type { TeamId } from '@/lib/domain/team'
import type { WakeUp } from '@/lib/queue/wake-up'
import { teamIdOfRow, teamIdOfWakeUp } from './team-id'

/** The worker on behalf of the team whose wake-up rang. */
export function workerActor(wakeUp: WakeUp): Actor {
  return actorFor(teamIdOfWakeUp(wakeUp))
}

/** The worker on behalf of the team that a row belongs to. */
export function workerActorOfTeam(row: { teamId: string }): Actor {
  return actorFor(teamIdOfRow(row))
}

function actorFor(teamId: TeamId): Actor {
  return { teamId, userId: null, role: 'deployer', label: 'Shipclock' }
}

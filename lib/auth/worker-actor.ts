import type { Actor } from '@/lib/domain/actor'
import type { WakeUp } from '@/lib/queue/wake-up'
import { teamIdOfWakeUp } from './team-id'

/** The worker on behalf of the team whose wake-up rang. */
export function workerActor(wakeUp: WakeUp): Actor {
  return { teamId: teamIdOfWakeUp(wakeUp), userId: null, role: 'deployer', label: 'Shipclock' }
}

import type { TeamId } from '@/lib/domain/team'
import type { WakeUp } from '@/lib/queue/wake-up'

/**
 * The team of a row that was found in the database: a membership, a token, a team just made. Never
 * called with anything out of a request.
 */
export function teamIdOfRow(row: { teamId: string }): TeamId {
  return brand(row.teamId)
}

/** The team of a wake-up. Only our own transactions put wake-ups into the queue. */
export function teamIdOfWakeUp(wakeUp: WakeUp): TeamId {
  return brand(wakeUp.teamId)
}

function brand(id: string): TeamId {
  // The one place where a team's id is made.
  return id as TeamId
}

import type { TeamDatabase } from '@/lib/postgres/database'
import { nextInTeam, teamRoom } from '@/lib/postgres/team-limits'
import type { WakeUps } from '@/lib/queue/wake-ups'

/**
 * Places in the team became free, or there are more of them: as many as there are room for start, of
 * those that wait for it. One that is woken in vain, since somebody else was faster, waits again.
 */
export async function wakeWaitingForTeam(
  { database, wakeUps }: { database: TeamDatabase; wakeUps: WakeUps },
  now: Date,
): Promise<void> {
  const { teamId } = database
  const { running, limit } = await teamRoom(database)
  for (const deploymentId of await nextInTeam(database, { now, limit: limit - running })) {
    await wakeUps.ask(database, { kind: 'deployment', teamId, deploymentId }, now)
  }
}

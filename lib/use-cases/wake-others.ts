import type { TeamDatabase } from '@/lib/postgres/database'
import { heldDeployments, waitingForService } from '@/lib/postgres/deployments'
import { pendingDependentsOf } from '@/lib/postgres/pending-dependents'
import { nextInTeam, teamRoom } from '@/lib/postgres/team-limits'
import type { WakeUps } from '@/lib/queue/wake-ups'

interface Context {
  database: TeamDatabase
  wakeUps: WakeUps
}

/**
 * Deployments succeeded: what depends on them starts now if it is due, and what follows them learns when
 * it is. Or they ended otherwise: what depends on them is skipped, due or not.
 */
export async function wakeDependents(
  context: Context,
  ended: { ids: readonly string[]; succeeded: boolean; now: Date },
): Promise<void> {
  if (ended.ids.length === 0) return
  const dependents = await pendingDependentsOf(context.database, ended.ids)
  const concerned = ended.succeeded
    ? dependents.filter(({ dueAt, follows }) => follows || dueAt <= ended.now)
    : dependents
  await wake(
    context,
    concerned.map(({ id }) => id),
    ended.now,
  )
}

/** Deployments are due at another time: what follows them may be, too. */
export async function wakeFollowers(context: Context, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  const dependents = await pendingDependentsOf(context.database, ids)
  const followers = dependents.filter(({ follows }) => follows)
  await wake(
    context,
    followers.map(({ id }) => id),
    now,
  )
}

/** A service is free again, and a place in the team: those that waited for either start. */
export async function wakeNextInLine(
  context: Context,
  service: { cloudAccountId: string; cluster: string; service: string },
  now: Date,
): Promise<void> {
  const forService = await waitingForService(context.database, { ...service, now })
  await wake(context, [...new Set([...forService, ...(await waitingForTeam(context.database, now))])], now)
}

/** The team may run more at once: as many start of those that wait for that. */
export async function wakeWaitingForTeam(context: Context, now: Date): Promise<void> {
  await wake(context, await waitingForTeam(context.database, now), now)
}

/** The team's freezes changed: those that are held start, or say until when they are held now. */
export async function wakeHeld(context: Context, now: Date): Promise<void> {
  await wake(context, await heldDeployments(context.database), now)
}

/** As many as there are places: one of them may find something else in its way. */
async function waitingForTeam(database: TeamDatabase, now: Date): Promise<string[]> {
  const { running, limit } = await teamRoom(database)
  return nextInTeam(database, { now, limit: limit - running })
}

async function wake({ database, wakeUps }: Context, ids: readonly string[], at: Date): Promise<void> {
  const { teamId } = database
  const orders = ids.map((deploymentId) => ({
    wakeUp: { kind: 'deployment', teamId, deploymentId } as const,
    at,
  }))
  await wakeUps.askAll(database, orders)
}

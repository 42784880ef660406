import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { resolveDueTime } from '@/lib/domain/due-time'
import { accept, type Result } from '@/lib/domain/result'
import { formatInZone } from '@/lib/domain/zone-format'
import { changeDeployment, lockDeployment } from '@/lib/postgres/deployments'
import { deploymentsOfOlderZoneDatabase } from '@/lib/postgres/outdated-zones'
import { writeTimeline } from '@/lib/postgres/timeline'
import { insertZoneMove } from '@/lib/postgres/zone-moves'
import type { Services } from '@/lib/services'
import { moveDeployment } from './move-deployment'
import { type UseCaseContext, useCase } from './use-case'

/**
 * A newer zone database may put the same local time at another instant. What people meant is the local
 * time: pending deployments are resolved again, and one that moves says so on its timeline and is listed
 * for people to look at.
 */
export async function reResolveDueTimes(services: Services): Promise<{ resolved: number; moved: number }> {
  let resolved = 0
  let moved = 0
  for (;;) {
    const outdated = await services.database.asSystem((system) =>
      deploymentsOfOlderZoneDatabase(system, services.zoneDatabaseVersion),
    )
    for (const row of outdated) {
      const result = await reResolve(services, workerActorOfTeam(row), {
        id: row.id,
        versionBefore: row.zoneDatabaseVersion,
      })
      if (result.ok && result.value === 'moved') moved += 1
    }
    resolved += outdated.length
    if (outdated.length === 0) return { resolved, moved }
  }
}

const reResolve = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { id, versionBefore }: { id: string; versionBefore: string },
  ): Promise<Result<'moved' | 'same', never>> => {
    const { database, services } = context
    const { zoneDatabaseVersion } = services
    const deployment = await lockDeployment(database, id)
    if (deployment === null) return accept('same')
    const { localTime, timezone, overlap, dueAt, startDeadlineAt } = deployment
    const resolved = resolveDueTime({ local: localTime.slice(0, 16), timezone, overlap })
    const movesTo = resolved.ok ? resolved.value.dueAt : dueAt
    // Up to the minute: one that was made due at an instant has seconds that its local time lacks, and keeps them.
    const shiftMs = Math.ceil((movesTo.getTime() - dueAt.getTime()) / 60_000) * 60_000
    await changeDeployment(database, id, { zoneDatabaseVersion })
    if (resolved.ok && shiftMs === 0) return accept('same')
    const now = await database.now()
    const movedTo = new Date(dueAt.getTime() + shiftMs)
    await insertZoneMove(database, {
      ...{ deploymentId: id, at: now, localTime: localTime.slice(0, 16), timezone },
      ...{ dueBefore: dueAt, dueAfter: resolved.ok ? movedTo : dueAt },
      ...{ versionBefore, versionAfter: zoneDatabaseVersion },
    })
    if (!resolved.ok) return accept(await keepInstant(context, id, { dueAt, timezone, at: now }))
    const reason = `The rules of ${timezone} changed: moved from ${formatInZone(dueAt, timezone)} to ${formatInZone(movedTo, timezone)}, the local time that was asked for.`
    const move = {
      ...{ id, localTime, timezone, overlap: resolved.value.overlap, dueAt: movedTo },
      startDeadlineAt: new Date(startDeadlineAt.getTime() + shiftMs),
    }
    await moveDeployment(context, move, { now, reason, event: 'deployment.zone_changed' })
    return accept('moved')
  },
)

/** By the new rules the local time does not exist, or twice: nobody can be asked, so the instant stays. */
async function keepInstant(
  { database, actor }: UseCaseContext,
  deploymentId: string,
  { dueAt, timezone, at }: { dueAt: Date; timezone: string; at: Date },
): Promise<'same'> {
  const message = `The rules of ${timezone} changed and its local time is not a single one any more: it stays due ${formatInZone(dueAt, timezone)}. Reschedule it if that is not meant.`
  await writeTimeline(database, [
    { deploymentId, at, event: 'deployment.zone_changed', actor: actor.label, message },
  ])
  return 'same'
}

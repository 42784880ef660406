import type { ZoneMoveView } from '@/lib/queries/zone-move-views'
import type { TeamDatabase } from './database'

export interface NewZoneMove {
  deploymentId: string
  at: Date
  localTime: string
  timezone: string
  dueBefore: Date
  /** The same as before: it could not be resolved, and stayed. */
  dueAfter: Date
  versionBefore: string
  versionAfter: string
}

export async function insertZoneMove(database: TeamDatabase, move: NewZoneMove): Promise<void> {
  await database.client.zoneMove.create({
    data: { ...move, teamId: database.teamId },
    select: { id: true },
  })
}

/** What nobody has dismissed, what moved last first. */
export async function openZoneMoves(database: TeamDatabase): Promise<ZoneMoveView[]> {
  const rows = await database.client.zoneMove.findMany({
    where: { teamId: database.teamId, dismissedAt: null },
    select: {
      id: true,
      at: true,
      localTime: true,
      timezone: true,
      dueBefore: true,
      dueAfter: true,
      versionBefore: true,
      versionAfter: true,
      deployment: {
        select: {
          id: true,
          status: true,
          dueAt: true,
          application: { select: { name: true, slug: true } },
          environment: { select: { name: true, slug: true } },
        },
      },
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  })
  return rows.map((row) => ({ ...row, hasMoved: row.dueAfter.getTime() !== row.dueBefore.getTime() }))
}

/** How many of these the team has, dismissed or not. */
export async function dismissZoneMoves(
  database: TeamDatabase,
  ids: readonly string[],
  dismissed: { at: Date; by: string },
): Promise<number> {
  const where = { teamId: database.teamId, id: { in: [...ids] } }
  await database.client.zoneMove.updateMany({
    where: { ...where, dismissedAt: null },
    data: { dismissedAt: dismissed.at, dismissedBy: dismissed.by },
  })
  return database.client.zoneMove.count({ where })
}

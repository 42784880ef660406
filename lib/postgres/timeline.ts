import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { Prisma } from '@/lib/generated/prisma/client'
import type { TeamDatabase } from './database'

/** One line of a deployment's timeline: who or what, when, and why, in words that a person understands. */
export interface NewTimelineEntry {
  deploymentId: string
  runId?: string | null
  at: Date
  /** Past tense with a subject: `deployment.scheduled`, `run.started`, `ecs.event`. */
  event: string
  actor: string
  message: string
  fromStatus?: DeploymentStatus | null
  toStatus?: DeploymentStatus | null
  details?: Prisma.InputJsonValue
  /** The same fact observed again (an ECS event's id) is not written again. */
  dedupeKey?: string
}

export async function writeTimeline(database: TeamDatabase, entries: NewTimelineEntry[]): Promise<void> {
  if (entries.length === 0) return
  await database.client.timelineEntry.createMany({
    data: entries.map((entry) => ({
      ...entry,
      teamId: database.teamId,
      details: entry.details ?? Prisma.DbNull,
    })),
    skipDuplicates: true,
  })
}

export interface TimelineRow {
  id: bigint
  at: Date
  event: string
  actor: string
  message: string
  fromStatus: DeploymentStatus | null
  toStatus: DeploymentStatus | null
  runId: string | null
}

/** Oldest first, `limit` entries after `afterId`. */
export async function timelineOf(
  database: TeamDatabase,
  deploymentId: string,
  page: { afterId: bigint; limit: number },
): Promise<TimelineRow[]> {
  return database.client.timelineEntry.findMany({
    where: { teamId: database.teamId, deploymentId, id: { gt: page.afterId } },
    orderBy: { id: 'asc' },
    take: page.limit,
    select: {
      id: true,
      at: true,
      event: true,
      actor: true,
      message: true,
      fromStatus: true,
      toStatus: true,
      runId: true,
    },
  })
}

import type { FeedEvent } from '@/lib/domain/feed-calendar'
import type { TeamDatabase } from './database'

export interface FeedSelection {
  /** Only of this environment. */
  environmentId: string | null
  /** Only what this user scheduled. */
  createdById: string | null
  /** Due at or after. */
  from: Date
  limit: number
}

/** What a calendar feed shows, by due time. The timeline only grows, so that its length is a version. */
export async function feedEvents(
  database: TeamDatabase,
  { environmentId, createdById, from, limit }: FeedSelection,
): Promise<FeedEvent[]> {
  const rows = await database.client.deployment.findMany({
    where: {
      teamId: database.teamId,
      dueAt: { gte: from },
      ...(environmentId !== null && { environmentId }),
      ...(createdById !== null && { createdById }),
    },
    select: {
      id: true,
      status: true,
      reason: true,
      application: { select: { name: true } },
      environment: { select: { name: true } },
      image: true,
      revertsId: true,
      note: true,
      dueAt: true,
      timezone: true,
      createdAt: true,
      createdBy: true,
      updatedAt: true,
      _count: { select: { timeline: true } },
    },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: limit,
  })
  return rows.map(({ application, environment, _count, ...row }) => ({
    ...row,
    application: application.name,
    environment: environment.name,
    sequence: _count.timeline,
  }))
}

import type { FeedScope } from '@/lib/domain/calendar-feed'
import type { CalendarFeedView } from '@/lib/queries/calendar-feed-views'
import type { SystemDatabase, TeamDatabase } from './database'

const VIEW_COLUMNS = {
  id: true,
  name: true,
  scope: true,
  environment: { select: { id: true, name: true, slug: true } },
  createdAt: true,
  lastUsedAt: true,
  revokedAt: true,
  user: { select: { id: true, name: true } },
} as const

export interface NewCalendarFeed {
  userId: string
  name: string
  scope: FeedScope
  /** Only of an environment's feed. */
  environmentId: string | null
  hash: string
  createdAt: Date
}

export async function insertCalendarFeed(
  database: TeamDatabase,
  feed: NewCalendarFeed,
): Promise<CalendarFeedView> {
  return database.client.calendarFeed.create({
    data: { ...feed, teamId: database.teamId },
    select: VIEW_COLUMNS,
  })
}

/** Newest first; those of one user, or all of the team's members (null). What those had who left ended with that. */
export async function listCalendarFeeds(
  database: TeamDatabase,
  userId: string | null,
): Promise<CalendarFeedView[]> {
  return database.client.calendarFeed.findMany({
    where: { teamId: database.teamId, ...ownedBy(userId), user: memberOf(database) },
    select: VIEW_COLUMNS,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
}

/** One of a user's, or of anybody's (null). */
export async function calendarFeedView(
  database: TeamDatabase,
  { id, userId }: { id: string; userId: string | null },
): Promise<CalendarFeedView | null> {
  return database.client.calendarFeed.findFirst({
    where: { teamId: database.teamId, id, ...ownedBy(userId), user: memberOf(database) },
    select: VIEW_COLUMNS,
  })
}

/** Whose may be revoked: one user's, or anybody's (null). Twice is the same as once. */
export async function revokeCalendarFeed(
  database: TeamDatabase,
  feed: { id: string; userId: string | null; revokedAt: Date },
): Promise<void> {
  await database.client.calendarFeed.updateMany({
    where: { teamId: database.teamId, id: feed.id, ...ownedBy(feed.userId), revokedAt: null },
    data: { revokedAt: feed.revokedAt },
  })
}

/** Whose address was presented, before it is known whether it still counts. */
export interface PresentedFeed {
  id: string
  teamId: string
  lastUsedAt: Date | null
  revokedAt: Date | null
  user: { id: string; name: string; disabledAt: Date | null }
  /** Whether its maker still belongs to the feed's team. */
  isMember: boolean
}

export async function feedByHash(database: SystemDatabase, hash: string): Promise<PresentedFeed | null> {
  const row = await database.client.calendarFeed.findUnique({
    where: { hash },
    select: {
      id: true,
      teamId: true,
      lastUsedAt: true,
      revokedAt: true,
      user: { select: { id: true, name: true, disabledAt: true, memberships: { select: { teamId: true } } } },
    },
  })
  if (row === null) return null
  const { memberships, ...user } = row.user
  return { ...row, user, isMember: memberships.some(({ teamId }) => teamId === row.teamId) }
}

export async function touchCalendarFeed(database: SystemDatabase, id: string, usedAt: Date): Promise<void> {
  await database.client.calendarFeed.updateMany({ where: { id }, data: { lastUsedAt: usedAt } })
}

function ownedBy(userId: string | null): { userId?: string } {
  return userId === null ? {} : { userId }
}

/** Row-level security hides everybody else, and a feed can't be shown without its maker. */
function memberOf({ teamId }: TeamDatabase) {
  return { memberships: { some: { teamId } } }
}
